using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>Names for new locals that nothing in the whole member uses yet.</summary>
internal static class FreeNames
{
    public static string Pick(SyntaxNode member, string? wish)
    {
        var taken = new HashSet<string>(member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
        var stem = new string((wish ?? "").Where(char.IsLetterOrDigit).ToArray());
        if (stem.Length == 0 || !SyntaxFacts.IsValidIdentifier(stem) || SyntaxFacts.GetKeywordKind(stem) != SyntaxKind.None) stem = "activated";
        stem = char.ToLowerInvariant(stem[0]) + stem.Substring(1);
        for (var i = 1; ; i++)
        {
            var name = i == 1 ? stem : stem + i;
            if (!taken.Contains(name)) return name;
        }
    }
}
