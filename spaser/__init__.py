"""Les référentiels d'achats responsables d'un acheteur public, des fiches YAML aux deux sites."""
