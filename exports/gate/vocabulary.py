"""Lists of words that mean something, or nothing in particular, to the gate."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


HOUSE_WORDS = _set(
    """
    house court lodge hall manor cottage tower towers mansions heights point refuge
    """
)
# Names so frequent for streets that they say nothing without what follows.
COMMON_STEMS = _set(
    """
    high station church mill park green victoria queen queens king kings main new old north
    south east west school chapel bridge hill london manor grange albert york george garden
    market castle water river canal orchard meadow springfield elm oak ash beech the top long
    """
)
# Towns that are words as well: looked for only with a capital letter.
WORD_TOWNS = _set(
    """
    bath reading ware battle rye sale wells street hull hook ash march bury poole ham diss eye
    barking barrow slough sandwich settle dover deal hope over rugby crewe wash hythe
    looe stone wing hatch nelson lincoln chester stoke staines swallow
    """
)
PLACE_LASTS = _set(
    """
    primary school academy infants infant juniors junior college nursery preschool playgroup
    surgery practice clinic centre hospital refuge hostel
    """
)
# First words after which “School”, “Court” or “House” is no one place.
NO_ONE_PLACE = _set(
    """
    the a an at to from in of and for with by county crown high family youth magistrates
    supreme central old new her his their our my primary secondary nursery infant junior
    special sunday boarding after before upper lower first middle full open both general local
    children sixth form mental public health medical community safeguarding social food monday
    tuesday wednesday thursday friday saturday this that every any each virtual
    """
)
# First names that are words as well: looked for only with a capital letter.
ALSO_WORDS = _set(
    """
    jan ivy may grace joy will mark rose dean hope faith jack bill rob pat sue sky skye june april
    dawn art gene ray frank grant heath holly hollie iris jade lily olive pearl poppy ruby
    summer violet max miles penny robin rocky sandy daisy angel amber jasmine hazel ginger
    reed rich josh drew bob norm don
    tim ted ben rex
    """
)
TITLES = _set(
    """
    mum mummy dad daddy mam nan nana nanny nanna gran granny grandma grandad grandpa auntie aunt
    uncle baby mr mrs ms miss dr little big old young the
    """
)
# Words with a capital inside a sentence that name no person and no place in particular.
NO_NAMES = _set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december christmas easter ramadan eid diwali
    hanukkah mum mummy dad daddy mam mama papa nan nana nanny nanna gran granny grandma
    grandad grandpa grandmother grandfather auntie aunt uncle sister brother mother father
    baby english welsh scottish irish british polish turkish year reception council children
    child police court conference plan plo cin cpn audit dash marac phq gad core camhs nhs gp
    ofsted facebook whatsapp instagram snapchat tiktok youtube lego minecraft roblox google
    zoom mrs miss doctor mister the and but not yes she her they when what that this there
    then with from his him you your for are who why how god section act new red green blue
    yellow amber halloween bonfire strengths difficulties muslim christian catholic methodist
    sikh hindu jewish buddhist islam quran bible bangladeshi pakistani indian chinese african
    caribbean asian european american nigerian ghanaian somali romanian ukrainian russian
    italian spanish french german portuguese arabic bengali punjabi urdu hindi tamil yoruba
    igbo twi kurdish persian farsi romani traveller gypsy makaton
    """
)
