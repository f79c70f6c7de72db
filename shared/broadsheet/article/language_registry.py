"""What the registry of language subtags says (IANA, RFC 5646 section 3), as far as tags are judged and mended by it.

Languages of three letters are too many, and become more each year, so they are not here. What replaces what is by the
registry's preferred values, and where a code of three letters stands for one of two (ISO 639), by CLDR's aliases.
"""

from collections.abc import Mapping
from typing import Final


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> Mapping[str, str]:
    return dict(pair.split("=") for pair in text.split())


LANGUAGES_OF_TWO_LETTERS: Final = _codes(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee
    el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io
    is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk
    ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc
    sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve
    vi vo wa wo xh yi yo za zh zu
    """
)

REGIONS: Final = _codes(
    """
    AA AC AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
    BU BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CS CU CV CW CX CY CZ DD DE DG DJ DK DM DO DZ EA
    EC EE EG EH ER ES ET EU EZ FI FJ FK FM FO FR FX GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK
    HM HN HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK
    LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL
    NO NP NR NT NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ
    SK SL SM SN SO SR SS ST SU SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TP TR TT TV TW TZ UA UG UM UN US
    UY UZ VA VC VE VG VI VN VU WF WS YD YE YT YU ZA ZM ZR ZW ZZ 001 002 003 005 009 011 013 014 015 017 018 019
    021 029 030 034 035 039 053 054 057 061 142 143 145 150 151 154 155 202 419
    """
)
"""Codes of ISO 3166-1 and UN M.49; without the private ones."""

LANGUAGES_NOW: Final = _pairs(
    """
    aam=aas aar=aa abk=ab adp=dz afr=af aka=ak alb=sq amh=am ara=ar arg=an arm=hy asd=snz asm=as aue=ktz ava=av
    ave=ae aym=ay ayx=nun aze=az bak=ba bam=bm baq=eu bel=be ben=bn bgm=bcg bic=bir bis=bi bjd=drl blg=iba
    bod=bo bos=bs bre=br bul=bg bur=my cat=ca ccq=rki ces=cs cha=ch che=ce chi=zh chu=cu chv=cv cjr=mom cka=cmr
    cls=sa cmk=xch cor=kw cos=co coy=pij cqu=quh cre=cr cym=cy cze=cs dan=da deu=de dit=dif div=dv drh=khk
    drr=kzk drw=prs dut=nl dzo=dz ell=el eng=en epo=eo est=et eus=eu ewe=ee fao=fo fas=fa fij=fj fin=fi fra=fr
    fre=fr fry=fy ful=ff gav=dev geo=ka ger=de gfx=vaj ggn=gvr gla=gd gle=ga glg=gl gli=kzk glv=gv gre=el grn=gn
    gti=nyc guj=gu guv=duz hat=ht hau=ha heb=he her=hz hin=hi hmo=ho hrr=jal hrv=hr hun=hu hye=hy ibi=opa ibo=ig
    ice=is ido=io iii=ii iku=iu ile=ie ilw=gal in=id ina=ia ind=id ipk=ik isl=is ita=it iw=he jav=jv jeg=oyb
    ji=yi jpn=ja jw=jv kal=kl kan=kn kas=ks kat=ka kau=kr kaz=kk kgc=tdf kgh=kml khm=km kik=ki kin=rw kir=ky
    koj=kwv kom=kv kon=kg kor=ko krm=bmf ktr=dtp kua=kj kur=ku kvs=gdj kwq=yam kxe=tvd kxl=kru kzj=dtp kzt=dtp
    lao=lo lat=la lav=lv lii=raq lim=li lin=ln lit=lt llo=ngt lmm=rmx ltz=lb lub=lu lug=lg mac=mk mah=mh mal=ml
    mao=mi mar=mr may=ms meg=cir mkd=mk mlg=mg mlt=mt mo=ro mol=ro mon=mn mri=mi msa=ms mst=mry mwj=vaj mya=my
    myd=aog myt=mry nad=xny nau=na nav=nv nbl=nr ncp=kdz nde=nd ndo=ng nep=ne nld=nl nno=nn nns=nbr nnx=ngv
    nob=nb nor=no nts=pij nxu=bpp nya=ny oci=oc oji=oj ori=or orm=om oss=os oun=vaj pan=pa pat=kxr pcr=adx
    per=fa pli=pi pmc=huw pmu=phr pol=pl por=pt ppa=bfy ppr=lcq pry=prt pus=ps puz=pub que=qu roh=rm ron=ro
    rum=ro run=rn rus=ru sag=sg san=sa sca=hle scc=sr scr=hr sin=si skk=oyb slk=sk slo=sk slv=sl sme=se smo=sm
    sna=sn snd=sd som=so sot=st spa=es sqi=sq srd=sc srp=sr ssw=ss sun=su swa=sw swe=sv tah=ty tam=ta tat=tt
    tdu=dtp tel=te tgk=tg tha=th thc=tpo thw=ola thx=oyb tib=bo tie=ras tir=ti tkk=twm tlw=weo tmp=tyj tne=kak
    tnf=prs ton=to tsf=taj tsn=tn tso=ts tuk=tk tur=tr twi=ak uig=ug ukr=uk uok=ema urd=ur uzb=uz ven=ve vie=vi
    vol=vo wel=cy wln=wa wol=wo xba=cax xho=xh xia=acn xkh=waw xrq=dmw ybd=rki yid=yi yma=lrr ymt=mtm yor=yo
    yos=zom yuu=yug zha=za zho=zh zir=scv zul=zu
    """
)
"""Codes of languages, and the ones that stand for them now."""

REGIONS_NOW: Final = _pairs("BU=MM DD=DE FX=FR TP=TL UK=GB YD=YE ZR=CD")
"""Codes of regions, and the ones that stand for them now. UK is reserved and never was one (CLDR's alias)."""

TAGS_NOW: Final = _pairs(
    """
    art-lojban=jbo en-gb-oed=en-GB-oxendict i-ami=ami i-bnn=bnn i-hak=hak i-klingon=tlh i-lux=lb i-navajo=nv
    i-pwn=pwn i-tao=tao i-tay=tay i-tsu=tsu no-bok=nb no-nyn=nn sgn-be-fr=sfb sgn-be-nl=vgt sgn-br=bzs
    sgn-ch-de=sgg sgn-co=csn sgn-de=gsg sgn-dk=dsl sgn-es=ssp sgn-fr=fsl sgn-gb=bfi sgn-gr=gss sgn-ie=isg
    sgn-it=ise sgn-jp=jsl sgn-mx=mfs sgn-ni=ncs sgn-nl=dse sgn-no=nsl sgn-pt=psr sgn-se=swl sgn-us=ase
    sgn-za=sfs zh-guoyu=cmn zh-hakka=hak zh-min-nan=nan zh-xiang=hsn
    """
)
"""Whole tags in lower case, and what is written instead."""

TAGS_NO_MORE: Final = frozenset({"cel-gaulish", "i-default", "i-enochian", "i-mingo", "zh-min"})
"""Tags that are written no more, and that nothing stands for."""

EXTENDED: Final = frozenset({"ar", "kok", "lv", "ms", "sgn", "sw", "uz", "zh"})
"""The languages that another may follow, which then stands alone: "zh-yue" is "yue"."""
