"""What one clicks outside the toolbox: menu, toolbar, settings, installing the engine."""
