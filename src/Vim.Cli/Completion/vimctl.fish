# Completion of vimctl for fish: vimctl completion fish | source
function __vimctl_complete
    set -l line (commandline --cut-at-cursor)
    vimctl "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete --command vimctl --arguments '(__vimctl_complete)'
