#compdef vimctl
# Completion of vimctl for zsh: source <(vimctl completion zsh)
_vimctl() {
    local -a found
    found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
    compadd -a found
}
compdef _vimctl vimctl
