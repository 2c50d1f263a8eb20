# Color is for terminals, unless somebody says otherwise.
source "$(dirname "$0")/check.sh"

colored() { [[ $1 == *$'\e['* ]] && echo yes || echo no; }

screen --pretty "$messages"
equal 'none into a pipe' "$(colored "$out$err")" no
screen --pretty --color always "$messages"
equal 'always' "$(colored "$out")" yes
run --color always screen --rules "$rules" --pretty "$messages"
equal 'always, before the command' "$(colored "$out")" yes
holds_not 'marks are not needed then' "$out" '[['
NO_COLOR=1 screen --pretty --color always "$messages"
equal 'what is asked for counts more than NO_COLOR' "$(colored "$out")" yes
screen --color always "$messages"
equal 'never in JSON' "$(colored "$out")" no

if command -v script >/dev/null; then
  on_terminal() { script -qec "$*" /dev/null </dev/null; }
  equal 'on a terminal' "$(colored "$(on_terminal "'$tamis' rules list --rules '$rules'")")" yes
  equal 'NO_COLOR' "$(colored "$(NO_COLOR=1 on_terminal "'$tamis' rules list --rules '$rules'")")" no
  equal 'an empty NO_COLOR does not count' "$(colored "$(NO_COLOR= on_terminal "'$tamis' rules list --rules '$rules'")")" yes
  equal 'never' "$(colored "$(on_terminal "'$tamis' rules list --color never --rules '$rules'")")" no
  equal 'a dumb terminal' "$(colored "$(TERM=dumb on_terminal "'$tamis' rules list --rules '$rules'")")" no
fi
finish
