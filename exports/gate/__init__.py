"""The last gate: search what is about to leave for facts that must not reach its reader.

It finds, in any field and any usual spelling, what the record knows to be sealed: protected
addresses (whole or in parts), sealed telephone numbers and e-mail addresses, names of persons who
must not be named. It asks a person to look at what may give a place away: a name that only withheld
notes hold, the name of a school, nursery, surgery or house, a phrase that locates.

It cannot know a fact that is nowhere in the record, a hint without a name (“the job she always
wanted”), a picture's contents, a paraphrase of a withheld account, or a place written in small
letters that no record holds. A clean search is no release: a person still reads what goes out.
"""
