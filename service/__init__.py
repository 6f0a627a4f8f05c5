"""HTTP service: embed JavaScript and TypeScript, and find clones of it."""
