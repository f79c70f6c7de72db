"""A burst of uploads on the local stack while AWS fails its functions, and a look at every byte afterwards."""
