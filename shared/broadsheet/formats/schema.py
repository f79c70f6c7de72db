"""The native form as a JSON Schema (draft 2020-12), for editors and other tools.

What `read_article` takes is valid by the schema. The schema allows a little more: it can't count trimmed characters,
compare times or read an address.
"""

from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from broadsheet.article import Article, BlocksBody, MarkdownBody

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def article_schema() -> dict[str, Any]:
    """The schema of an article's file."""
    schema = Article.model_json_schema(schema_generator=_NativeSchema)
    return {
        "$schema": DIALECT,
        **schema,
        "title": "An article for Broadsheet",
        "description": 'The file articles/<id>.json: "title" and "body" are required.',
    }


class _NativeSchema(GenerateJsonSchema):
    """Pydantic's schema in the forms of a file: no nulls, bodies as they are written, and a block's type required."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        generated = super().default_schema(schema)
        if not generated.get("default", True) or "const" in generated:
            generated.pop("default", None)
        return generated

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        generated = super().model_schema(schema)
        generated.pop("title", None)
        properties = generated["properties"]
        if schema["cls"] in {MarkdownBody, BlocksBody}:
            (only,) = properties.values()
            return {**only, "description": generated["description"]}
        if "const" in properties.get("type", {}):
            generated["required"] = ["type", *generated.get("required", [])]
        return generated

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        generated = super().tagged_union_schema(schema)
        generated.pop("discriminator", None)  # OpenAPI's, and unknown to JSON Schema
        return generated

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # a field's name says as much as its title
        return False
