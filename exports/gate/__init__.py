"""The last gate: search what is about to leave for facts that must not reach its reader.

`facts.protected_for` works out what a reader must not be told; `searching.search` finds it in
passages, `searching.search_file` in a finished Word file. All of it is pure.

It stops for certain, in any field and any usual spelling, what the record knows to be sealed: a
protected address in whole or part, sealed telephone numbers and e-mail addresses, names of persons
who must not be named. Spaces, case, accents, look-alike and invisible letters, short forms and
numbers in words hide nothing. It asks a person to look at what may give a place or a person away: a
name or a telling word that only withheld notes hold, the name of a school, nursery, surgery or
house, a phrase that locates, a word that sounds like a protected one or is one letter off.

It cannot know a fact that is nowhere in the record, a hint without a name (“the job she always
wanted”), a paraphrase of a withheld account, a diagnosis or a medicine, a word with several letters
wrong, a place or a name that is also a word (Bath, Ivy) written small, an initial alone, or the
pixels of a picture. A clean search is no release: a person still reads what goes out.
"""
