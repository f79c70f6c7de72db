"""What the use cases need of the world, as Protocols, and beside each its adapters."""
