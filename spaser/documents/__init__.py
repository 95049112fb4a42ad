"""Les documents que l'on emporte : des blocs, et trois façons de les écrire (traitement de texte Word, OpenDocument, tableur).

Le composeur du site interne assemble les mêmes blocs dans le navigateur, avec les mêmes mots et les mêmes squelettes.
"""
