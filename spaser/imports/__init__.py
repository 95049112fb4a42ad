"""L'import d'un tableur : lire ce que les gens écrivent, dire ce qui en est compris, n'écrire que ce qui est sûr."""
