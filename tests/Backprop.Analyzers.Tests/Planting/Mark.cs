using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>
/// One comment marker of an implementation, which the rules never see. <c>/*@name*/</c> asks for the fault's own
/// transformation at the node that begins there, <c>/*@name => text*/</c> replaces that node, <c>/*@name +> text*/</c> puts
/// text before it; marks that share a number (<c>/*@name#1*/</c>) are edits of one plant. <c>/*@na:name reason*/</c> says that
/// the fault cannot be made here.
/// </summary>
internal sealed record Mark(string Name, string Group, string Verb, string Text)
{
    private const string Opening = "/*@";

    public SyntaxAnnotation Annotation { get; } = new("mark");

    public static bool Is(SyntaxTrivia trivia) => trivia.ToString().StartsWith(Opening, StringComparison.Ordinal);

    public static Mark Read(SyntaxTrivia trivia, int ordinal)
    {
        var body = trivia.ToString()[Opening.Length..^2].Trim();
        var verb = new[] { "=>", "+>" }.Where(body.Contains).OrderBy(body.IndexOf).FirstOrDefault() ?? "";
        var (head, text) = verb == "" ? (body, "") : (body[..body.IndexOf(verb)].Trim(), body[(body.IndexOf(verb) + 2)..].Trim());
        var parts = head.Split('#');
        return new Mark(parts[0], parts.Length > 1 ? parts[1] : $"@{ordinal}", verb, text);
    }
}
