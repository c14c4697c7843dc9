"""The one component that everything to see is built on."""
