using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>
/// Adds the step's upstream gradient to the carried one, which then starts at zeros instead of at the last step's upstream
/// gradient: <c>var daPrev = da[^1]</c> and <c>Cell(daPrev)</c> become zeros of that shape and <c>Cell(da[t] + daPrev)</c>.
/// Offered for numbers and for MathNet's matrices and vectors, in a loop that counts the steps down.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class AddUpstreamGradientFixer : DocumentEditFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(BP2002UpstreamGradientIgnored.Id);

    protected override Edit? Plan(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (diagnostic.AdditionalLocations.FirstOrDefault() is not { } start) return null;
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not IdentifierNameSyntax carry) return null;
        if (root.FindNode(start.SourceSpan, getInnermostNodeForTie: true) is not ElementAccessExpressionSyntax seed) return null;
        if (carry.Ancestors().OfType<ForStatementSyntax>().FirstOrDefault() is not { } loop || Counter(loop) is not { } step || !IsLast(seed, loop)) return null;
        if (Zeros(model.GetTypeInfo(seed, cancellation).Type, seed) is not { } zeros) return null;
        var upstream = seed.WithArgumentList(SyntaxFactory.BracketedArgumentList(
            SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(SyntaxFactory.IdentifierName(step))))).WithoutTrivia();
        var sum = SyntaxFactory.ParseExpression($"{upstream} + {carry.Identifier.ValueText}");
        var added = Parentheses.AsNeeded(carry, sum).WithTriviaFrom(carry);
        return Sums.Binds(model, carry, sum) ? new Edit($"Add the upstream gradient '{upstream}'", carry, editor =>
        {
            editor.ReplaceNode(carry, added);
            editor.ReplaceNode(seed, zeros.WithTriviaFrom(seed));
        }) : null;
    }

    // `for (var t = T - 1; t >= 0; t--)`
    private static string? Counter(ForStatementSyntax loop) =>
        loop is { Declaration.Variables: { Count: 1 } variables, Incrementors: { Count: 1 } steps }
        && steps[0].Kind() is SyntaxKind.PostDecrementExpression or SyntaxKind.PreDecrementExpression ? variables[0].Identifier.ValueText : null;

    // `da[^1]`, or the very index that the loop starts at.
    private static bool IsLast(ElementAccessExpressionSyntax seed, ForStatementSyntax loop) =>
        seed.ArgumentList.Arguments.Count == 1 && seed.ArgumentList.Arguments[0].Expression is var index
        && (index is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression, Operand: LiteralExpressionSyntax { Token.ValueText: "1" } }
            || loop.Declaration?.Variables[0].Initializer?.Value is { } first && SyntaxFactory.AreEquivalent(index, first));

    private static ExpressionSyntax? Zeros(ITypeSymbol? type, ElementAccessExpressionSyntax seed) => type switch
    {
        { SpecialType: SpecialType.System_Double } => SyntaxFactory.ParseExpression("0.0"),
        { SpecialType: SpecialType.System_Single } => SyntaxFactory.ParseExpression("0f"),
        { } algebra when LinearAlgebraTypes.Contains(algebra) =>
            SyntaxFactory.ParseExpression($"{algebra.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}.Build.SameAs({seed.WithoutTrivia()})"),
        _ => null,
    };
}
