using Microsoft.CodeAnalysis.Text;

namespace Backprop.Analyzers.Model;

/// <summary>The signs between the words: what is subtracted, multiplied, added up or counted down in a part of the text.</summary>
internal sealed partial class TreeWords
{
    // t--, t -= 1, T - 1 - t: two minus signs close together in one line, or one before an equals sign.
    public bool CountDown(TextSpan part)
    {
        var end = part.End;
        for (var i = text.IndexOf('-', part.Start, part.Length); i >= 0 && i + 1 < end; i = text.IndexOf('-', i + 1, end - i - 1))
        {
            if (text[i + 1] == '=') return true;
            // ---- a ruler in a comment
            if (text[i + 1] == '-' && i + 2 < end && text[i + 2] == '-')
            {
                while (i + 1 < end && text[i + 1] == '-') i++;
                continue;
            }

            var near = Math.Min(end, i + 24);
            for (var j = i + 1; j < near && text[j] != '\n'; j++)
                if (text[j] == '-') return true;
        }

        return false;
    }

    public bool Has(string sign, TextSpan part) => text.IndexOf(sign, part.Start, part.Length, StringComparison.Ordinal) >= 0;

    public bool HasTwice(string sign, TextSpan part)
    {
        var first = text.IndexOf(sign, part.Start, part.Length, StringComparison.Ordinal);
        return first >= 0 && Has(sign, TextSpan.FromBounds(first + sign.Length, part.End));
    }

    public bool Subtracts(TextSpan part) => text.IndexOf('-', part.Start, part.Length) >= 0;

    /// <summary>Whether something is set to a part of itself: `s = s.Before`.</summary>
    public bool Advance(TextSpan part)
    {
        for (var i = First(part.Start); i + 1 < starts.Count && starts[i + 1] < part.End; i++)
        {
            if (hashes[i] != hashes[i + 1]) continue;
            var sign = text.IndexOf('=', starts[i], starts[i + 1] - starts[i]);
            if (sign >= 0 && text[sign + 1] != '=') return true;
        }

        return false;
    }

    /// <summary>Whether an asterisk stands in a part of the text, at least so often, that begins or ends no comment.</summary>
    public bool Multiplies(TextSpan part, int often = 1)
    {
        for (var i = text.IndexOf('*', part.Start, part.Length); i >= 0; i = text.IndexOf('*', i + 1, part.End - i - 1))
            if (i > 0 && text[i - 1] is not ('/' or '*') && i + 1 < text.Length && text[i + 1] is not ('/' or '*') && --often <= 0) return true;
        return false;
    }

    /// <summary>Whether `+=` stands in a part of the text at least so often.</summary>
    public bool AddUp(TextSpan part, int often)
    {
        for (var i = part.Start; often > 0; often--, i++)
        {
            i = text.IndexOf("+=", i, part.End - i, StringComparison.Ordinal);
            if (i < 0) return false;
        }

        return true;
    }
}
