using System.Collections.Immutable;
using System.Text;

namespace Vim.Northbound.OrVi.Filters;

/// <summary>
/// Reads the filter language of this API, which IFA 005 leaves open: terms <c>(op,attribute,value,...)</c> joined by
/// <c>;</c>, all of which must hold. A value with a comma, a bracket or a quote in it stands in single quotes, a quote
/// within them doubled. The length, the terms and the values are bounded, so that reading and using a filter is too.
/// </summary>
internal sealed class FilterParser
{
    public const int MaxLength = 2048;
    public const int MaxTerms = 16;
    public const int MaxValues = 64;

    private readonly string _text;
    private int _at;

    private FilterParser(string text) => _text = text;

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    /// <summary>The terms of <paramref name="text"/>; none for an empty one.</summary>
    /// <exception cref="FilterException">The text is no filter; says where and why.</exception>
    public static ImmutableArray<FilterTerm> Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new FilterException($"{text.Length} characters; at most {MaxLength}");
        }

        return text.Length == 0 ? [] : new FilterParser(text).Terms();
    }

    private ImmutableArray<FilterTerm> Terms()
    {
        var terms = ImmutableArray.CreateBuilder<FilterTerm>();
        do
        {
            terms.Add(Term());
            if (terms.Count > MaxTerms)
            {
                throw new FilterException($"more than {MaxTerms} terms");
            }
        }
        while (Accept(';'));

        if (_at < _text.Length)
        {
            throw Unexpected("; or the end");
        }

        if (terms.Sum(term => term.Values.Length) > MaxValues)
        {
            throw new FilterException($"more than {MaxValues} values");
        }

        return terms.ToImmutable();
    }

    private FilterTerm Term()
    {
        Expect('(');
        var start = _at;
        var name = Bare();
        var (operation, single) = name switch
        {
            "eq" => (FilterOperator.In, true),
            "neq" => (FilterOperator.NotIn, true),
            "in" => (FilterOperator.In, false),
            "nin" => (FilterOperator.NotIn, false),
            "cont" => (FilterOperator.Contains, false),
            "ncont" => (FilterOperator.NotContains, false),
            "gt" => (FilterOperator.Greater, true),
            "gte" => (FilterOperator.GreaterOrEqual, true),
            "lt" => (FilterOperator.Less, true),
            "lte" => (FilterOperator.LessOrEqual, true),
            _ => throw new FilterException(
                $"at {start}: \"{name}\" is none of eq, neq, in, nin, cont, ncont, gt, gte, lt, lte"),
        };
        Expect(',');
        var attribute = Bare();
        if (attribute.Length == 0)
        {
            throw Unexpected("an attribute");
        }

        var values = ImmutableArray.CreateBuilder<string>();
        while (Accept(','))
        {
            values.Add(Value());
        }

        if (values.Count == 0 || (single && values.Count > 1))
        {
            throw new FilterException(
                $"at {start}: {name} takes {(single ? "one value" : "at least one value")}, not {values.Count}");
        }

        Expect(')');
        return new(operation, attribute, values.ToImmutable());
    }

    private string Value() => Current == '\'' ? Quoted() : Bare();

    private string Bare()
    {
        var start = _at;
        while (_at < _text.Length && Current is not (',' or '(' or ')' or '\'' or ';'))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private string Quoted()
    {
        var value = new StringBuilder();
        _at++;
        while (true)
        {
            if (_at >= _text.Length)
            {
                throw new FilterException("a quoted value does not end");
            }

            if (Accept('\''))
            {
                if (!Accept('\''))
                {
                    return value.ToString();
                }

                value.Append('\'');
            }
            else
            {
                value.Append(_text[_at++]);
            }
        }
    }

    private bool Accept(char wanted)
    {
        if (_at < _text.Length && _text[_at] == wanted)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Expect(char wanted)
    {
        if (!Accept(wanted))
        {
            throw Unexpected(wanted.ToString());
        }
    }

    private FilterException Unexpected(string wanted) => new(
        _at < _text.Length
            ? $"at {_at}: {wanted} expected, \"{Current}\" found"
            : $"at {_at}: {wanted} expected, the text ends");
}
