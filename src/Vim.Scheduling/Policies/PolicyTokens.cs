namespace Vim.Scheduling.Policies;

/// <summary>
/// Reads a policy's text word by word. Clauses end at a semicolon or at the end of a line, but not inside brackets;
/// from a number sign to the end of its line people may write what they like.
/// </summary>
internal sealed class PolicyTokens
{
    private readonly string _text;
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private int _depth;

    public PolicyTokens(string text)
    {
        _text = text;
        Take();
    }

    /// <summary>The token that is next.</summary>
    public PolicyToken Next { get; private set; }

    /// <summary>Takes the next token.</summary>
    public PolicyToken Take()
    {
        var taken = Next;
        Next = Read();
        return taken;
    }

    /// <summary>Takes the next token if it is of a kind.</summary>
    public bool TryTake(PolicyTokenKind kind)
    {
        if (Next.Kind != kind)
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Takes the next token, which must be of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="wanted">For people.</param>
    public PolicyToken Take(PolicyTokenKind kind, string wanted) =>
        Next.Kind == kind ? Take() : throw Next.Refuse($"{wanted} belongs here, not {Next}");

    private PolicyToken Read()
    {
        SkipSpace();
        if (_at == _text.Length)
        {
            return Token(PolicyTokenKind.End, "");
        }

        if (IsWord(_text[_at]))
        {
            var start = _at;
            while (start < _text.Length && IsWord(_text[start]))
            {
                start++;
            }

            return Token(PolicyTokenKind.Word, _text[_at..start]);
        }

        var sign = _text[_at].ToString();
        return sign switch
        {
            "(" => Bracket(PolicyTokenKind.Open, 1),
            ")" => Bracket(PolicyTokenKind.Close, -1),
            "," => Token(PolicyTokenKind.Comma, sign),
            "=" => Token(PolicyTokenKind.Equals, sign),
            ";" => Token(PolicyTokenKind.Separator, sign),
            "\n" => EndLine(),
            _ => throw Token(PolicyTokenKind.Word, sign).Refuse($"\"{sign}\" means nothing in a policy"),
        };
    }

    private PolicyToken Bracket(PolicyTokenKind kind, int step)
    {
        _depth += step;
        return Token(kind, kind == PolicyTokenKind.Open ? "(" : ")");
    }

    private PolicyToken EndLine()
    {
        var token = Token(PolicyTokenKind.Separator, "\n");
        BeginLine();
        return token;
    }

    private PolicyToken Token(PolicyTokenKind kind, string text)
    {
        var token = new PolicyToken(kind, text, _line, _at - _lineStart + 1);
        _at += text.Length;
        return token;
    }

    private void SkipSpace()
    {
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] == '#')
            {
                var end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }

            if (_at == _text.Length || (_text[_at] == '\n' ? _depth <= 0 : !char.IsWhiteSpace(_text[_at])))
            {
                return;
            }

            if (_text[_at] == '\n')
            {
                _line++;
                _lineStart = _at + 1;
            }
        }
    }

    private void BeginLine()
    {
        _line++;
        _lineStart = _at;
    }

    private static bool IsWord(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '%' or '.' or '+';
}
