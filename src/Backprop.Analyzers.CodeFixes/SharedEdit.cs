using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>What one report of BP1004 names: the methods to rewrite, each with its activation, and the arguments to replace.</summary>
internal sealed record SharedEdit(
    ImmutableArray<(Location Method, string Activation)> Implementations, ImmutableArray<(Location Argument, string Output)> Calls)
{
    public IEnumerable<SyntaxTree> Trees => Implementations.Select(one => one.Method).Concat(Calls.Select(call => call.Argument))
        .Select(location => location.SourceTree).OfType<SyntaxTree>().Distinct();

    public static SharedEdit? Of(Diagnostic diagnostic)
    {
        if (List(diagnostic, FixProperties.Implementations) is not { } activations || List(diagnostic, FixProperties.Outputs) is not { } outputs) return null;
        var locations = diagnostic.AdditionalLocations;
        if (locations.Count != activations.Length + outputs.Length) return null;
        return new SharedEdit(
            activations.Select((activation, i) => (locations[i], activation)).ToImmutableArray(),
            outputs.Select((output, i) => (locations[activations.Length + i], output)).ToImmutableArray());
    }

    private static string[]? List(Diagnostic diagnostic, string key) =>
        diagnostic.Properties.TryGetValue(key, out var text) && text is { Length: > 0 } ? text.Split(FixProperties.Separator) : null;

    /// <summary>True where a project that depends on this one mentions the method: its calls are not among those known.</summary>
    public async Task<bool> IsUsedElsewhereAsync(Project project, CancellationToken cancellation)
    {
        var name = Method(Implementations[0].Method)?.Identifier.ValueText;
        var dependents = project.Solution.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(project.Id);
        foreach (var document in dependents.Select(project.Solution.GetProject).OfType<Project>().SelectMany(dependent => dependent.Documents))
        {
            var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
            if (name is null || text.ToString().Contains(name)) return true;
        }

        return false;
    }

    /// <summary>The nodes of one tree that change.</summary>
    public void Collect(SyntaxNode root, Dictionary<SyntaxNode, SyntaxNode> replaced)
    {
        foreach (var (location, activation) in Implementations)
            if (location.SourceTree == root.SyntaxTree && Method(location) is { } method && Activations.Named(activation)?.OutputForm is { } form
                && Rewrite(method, form) is { } rewritten)
                replaced[method] = rewritten;
        foreach (var (location, output) in Calls)
            if (location.SourceTree == root.SyntaxTree && root.FindNode(location.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax argument
                && !replaced.Keys.Any(method => method.Span.Contains(argument.Span)))
                replaced[argument] = SyntaxFactory.ParseExpression(output).WithTriviaFrom(argument);
    }

    private static MethodDeclarationSyntax? Method(Location location) =>
        location.SourceTree?.GetRoot().FindNode(location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>();

    private static MethodDeclarationSyntax? Rewrite(MethodDeclarationSyntax method, OutputForm form)
    {
        if (method.ParameterList.Parameters is not [{ Type: { } type } parameter]) return null;
        var isSingle = type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.FloatKeyword } || type.ToString() is "Single" or "System.Single";
        var value = OutputFormWriter.WriteScalar(form, SyntaxFactory.IdentifierName(parameter.Identifier.ValueText), isSingle);
        if (method.ExpressionBody is { } arrow)
            return method.WithExpressionBody(arrow.WithExpression(value.WithTriviaFrom(arrow.Expression)));
        return method.Body is { Statements: [var first, ..] statements } body
            ? method.WithBody(body.WithStatements(SyntaxFactory.SingletonList<StatementSyntax>(Return(value, first, statements.Last()))))
            : null;
    }

    // The comments before the first statement and behind the last one stay.
    private static ReturnStatementSyntax Return(ExpressionSyntax value, StatementSyntax first, StatementSyntax last) => SyntaxFactory.ReturnStatement(
        SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithLeadingTrivia(first.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space),
        value.WithoutTrivia(),
        SyntaxFactory.Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(last.GetTrailingTrivia()));
}
