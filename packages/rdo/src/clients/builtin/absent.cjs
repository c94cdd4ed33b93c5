// Stands in the bundle for the native parts of ssh2: it catches this, and works without them.
throw new Error('not part of this package');
