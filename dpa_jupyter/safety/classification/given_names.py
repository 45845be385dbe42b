"""Common given names, to tell a column of people from a column of things.

The most frequent of the last hundred years in the public lists of the United States (SSA), Germany, France, Spain,
Italy, India, China (in Latin letters), Brazil, Poland and Turkey.
"""

from __future__ import annotations

_NAMES = """
james robert john michael david william richard joseph thomas charles christopher daniel matthew anthony mark donald
steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric
jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick frank raymond jack dennis jerry
tyler aaron jose adam nathan henry zachary douglas peter kyle noah ethan jeremy walter christian keith roger terry
austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan billy bruce gabriel joe logan alan juan albert
willie elijah wayne randy vincent mason roy ralph bobby russell bradley philip eugene liam oliver lucas leo max oscar
mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley
kimberly emily donna michelle carol amanda melissa deborah stephanie dorothy rebecca sharon laura cynthia amy kathleen
angela shirley brenda emma anna pamela nicole samantha katherine christine helen debra rachel carolyn janet maria
catherine heather diane olivia julie joyce victoria ruth virginia lauren kelly christina joan evelyn judith andrea
hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann kathryn abigail sophia frances jean alice
judy isabella julia grace amber denise danielle marilyn beverly charlotte natalie theresa diana brittany doris kayla
alexis lori marie chloe mia ava ella lily zoe lucy sofia ellen jane peggy holly tina wendy hans wolfgang klaus jurgen
jürgen uwe stefan andreas karl heinz günter werner dieter helmut monika ursula sabine petra renate claudia gisela
birgit heike katharina lukas felix jonas leon finn paula lena leonie sophie mila pierre michel philippe alain nicolas
jacques françois laurent antoine louis nathalie isabelle sylvie camille antonio manuel francisco javier carlos
alejandro miguel rafael pedro pablo sergio fernando luis jorge alberto carmen josefa isabel dolores pilar cristina
marta lucia elena rosa ana raquel beatriz giuseppe giovanni luigi mario francesco marco luca roberto alessandro giulia
chiara francesca federica valentina rahul amit sanjay raj vijay arjun rohan anil sunil suresh priya anjali neha pooja
sunita kavita deepa lakshmi aarav wei li ming jun hui yan jing fang lei xin hao joão paulo gustavo marcos fernanda
juliana mariana camila piotr krzysztof andrzej tomasz pawel paweł jan michal michał agnieszka katarzyna malgorzata
małgorzata ewa joanna magdalena mehmet mustafa ahmet ali hüseyin hasan ibrahim ömer fatma ayse ayşe emine zeynep elif
mohammed muhammad mohamed omar yusuf fatima aisha yuki hiroshi kenji akira sakura haruto ivan sergei dmitri alexei
olga natalia tatiana svetlana
"""
GIVEN_NAMES = frozenset(_NAMES.split())
