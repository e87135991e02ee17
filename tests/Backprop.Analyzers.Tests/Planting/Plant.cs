using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>One fault in one implementation: the edits that make it, and the program that comes out.</summary>
internal sealed record Plant(Implementation Implementation, Fault Fault, int Ordinal, IReadOnlyList<Mark> Edits)
{
    public PlantedProgram Make()
    {
        var root = Edits.Aggregate(Implementation.Root, Edit);
        // A fresh parse: nothing of the planter is left in what the rules see.
        return new PlantedProgram(Sources.Parse(root.ToFullString()), Places(root));
    }

    public override string ToString() => $"{Implementation.Name}: {Fault.Title} (#{Ordinal})";

    private static SyntaxNode Edit(SyntaxNode root, Mark mark)
    {
        var token = root.GetAnnotatedTokens(mark.Annotation).Single();
        return mark.Verb switch
        {
            "=>" => TextEdits.Replace(root, token, mark.Text),
            "+>" => TextEdits.InsertBefore(root, token, mark.Text),
            _ => Transform(root, token, mark.Name),
        };
    }

    private static SyntaxNode Transform(SyntaxNode root, SyntaxToken token, string name) => name switch
    {
        "carry-assign" => Removals.Assignment(root, token),
        "carry" or "upstream" or "cell" => Removals.Summand(root, token),
        "inner" or "grad" => Overwriting.AssignForAdd(root, token),
        "cache" => Shifting.Index(root, token),
        "reverse" => Shifting.Direction(root, token),
        "shared" => Sharing.HoistAllocation(root, token),
        _ => throw new InvalidOperationException($"the fault {name} needs its text in the marker"),
    };

    // The marked time loops as they stand after the edits, and the members that the edits touched.
    private IReadOnlyList<TextSpan> Places(SyntaxNode root)
    {
        var loops = Implementation.Loops.SelectMany(loop => root.GetAnnotatedTokens(loop.Annotation)).Select(Loop);
        var touched = Edits.SelectMany(edit => root.GetAnnotatedTokens(edit.Annotation)).Select(Member);
        var untouched = Edits.SelectMany(edit => Implementation.Root.GetAnnotatedTokens(edit.Annotation)).Select(Member);
        var sameMember = untouched.SelectMany(member => root.DescendantNodes().OfType<MemberDeclarationSyntax>()
            .Where(other => other is not BaseTypeDeclarationSyntax && Head(other) == Head(member)));
        return [.. loops.Concat(touched).Concat(sameMember).Select(node => node.Span).Distinct()];
    }

    private static SyntaxNode Loop(SyntaxToken token) =>
        (SyntaxNode?)token.Parent?.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault(node => node.SpanStart == token.SpanStart)
        ?? Member(token);

    private static SyntaxNode Member(SyntaxToken token) =>
        token.Parent?.AncestorsAndSelf().FirstOrDefault(node => node is MemberDeclarationSyntax)
        ?? throw new InvalidOperationException("a mark outside of all members");

    private static string Head(SyntaxNode member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text + method.ParameterList,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text + constructor.ParameterList,
        _ => member.ToString(),
    };
}

/// <summary>The text of a planted program, and the places where a report about the fault belongs.</summary>
internal sealed record PlantedProgram(SyntaxTree Tree, IReadOnlyList<TextSpan> Places)
{
    public bool Belongs(Diagnostic diagnostic) => Places.Any(place => place.IntersectsWith(diagnostic.Location.SourceSpan));
}
