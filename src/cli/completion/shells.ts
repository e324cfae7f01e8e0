/** What each shell is given once: it asks the program each time, so that no script can be older than the program. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** Stands in the answer where a file's name may stand. */
export const filesLine = ':files';

export const scripts: Readonly<Record<Shell, string>> = {
  // Words are handed on as they are, never evaluated: completing must not run a $(…) that is being typed.
  bash: String.raw`# forewarm, completed by bash. In ~/.bashrc: eval "$(forewarm completion bash)"
_forewarm() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == ${filesLine} ]]; then
      compopt -o default 2>/dev/null
    else
      COMPREPLY+=("${'$'}{line%%$'\t'*}")
    fi
  done < <("${'$'}{COMP_WORDS[0]/#\~/$HOME}" completion bash -- "${'$'}{COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _forewarm forewarm
`,
  zsh: String.raw`#compdef forewarm
# forewarm, completed by zsh. In ~/.zshrc, after compinit: eval "$(forewarm completion zsh)"
_forewarm() {
  local line program=${'$'}{(Q)words[1]}
  local -a found
  local -i files=0
  for line in "${'$'}{(@f)$("${'$'}{program/#\~/$HOME}" completion zsh -- "${'$'}{(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == ${filesLine} ]]; then
      files=1
    elif [[ -n $line ]]; then
      found+=("${'$'}{${'$'}{line%%$'\t'*}//:/\\:}:${'$'}{line#*$'\t'}")
    fi
  done
  (( $#found )) && _describe -t forewarm forewarm found
  if (( files )); then
    compset -P '--*='
    _files
  fi
}
if [[ ${'$'}{funcstack[1]} == _forewarm ]]; then
  _forewarm "$@"
else
  compdef _forewarm forewarm
fi
`,
  fish: String.raw`# forewarm, completed by fish. In ~/.config/fish/config.fish: forewarm completion fish | source
function __forewarm_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  for line in ($words[1] completion fish -- $words[2..-1] "$current" 2>/dev/null)
    if test "$line" = ${filesLine}
      set -l option (string match -r -- '^--[^=]*=' "$current")
      for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' "$current"))
        echo "$option"$path
      end
    else
      echo $line
    end
  end
end
complete -c forewarm -f -a '(__forewarm_complete)'
`,
};

/** Words as their shell took them apart, to words as they were typed. */
export function typedWords(shell: Shell, words: readonly string[]): readonly string[] {
  return shell === 'bash' ? joined(words) : words;
}

/** What a shell must be told in place of the last word: bash puts its answer behind the last character that it breaks words at. */
export function answerOf(shell: Shell, value: string, current: string): string {
  if (shell !== 'bash') return value;
  return value.slice(Math.max(current.lastIndexOf('='), current.lastIndexOf(':')) + 1);
}

/** Bash breaks `--status=failure` into three words, and a URL likewise. */
function joined(words: readonly string[]): string[] {
  const typed: string[] = [];
  let isOpen = false;
  for (const word of words) {
    const isBreak = /^[=:]+$/.test(word);
    if (typed.length > 0 && (isBreak || isOpen)) typed.push(`${typed.pop() ?? ''}${word}`);
    else typed.push(word);
    isOpen = isBreak;
  }
  return typed;
}
