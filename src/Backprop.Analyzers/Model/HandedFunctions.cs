using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Types whose objects are made with a costly function, <c>new Squash(x => Math.Tanh(x), slope)</c>, and the names by which
/// they hand on to it. By the syntax alone, for the gate: decides no report.
/// </summary>
internal static class HandedFunctions
{
    private const int MostSteps = 40;

    /// <summary>The name of the type that is made with the function which a word stands in, or is; null where none is.</summary>
    public static string? TypeAt(SyntaxToken word)
    {
        var isFunction = false;
        var node = word.Parent;
        for (var step = 0; node is not (null or TypeDeclarationSyntax) && step < MostSteps; node = node.Parent, step++)
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax:
                    isFunction = true;
                    break;
                case ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax creation } argument when isFunction || IsName(argument.Expression, word):
                    return NameOf(creation);
                case AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { Parent: ObjectCreationExpressionSyntax creation } } set when isFunction || IsName(set.Right, word):
                    return NameOf(creation);
                case VariableDeclaratorSyntax { Initializer: { } initializer } variable when isFunction || IsName(initializer.Value, word):
                    return MadeWith(variable);
            }

        return null;
    }

    /// <summary>The methods of a type that are short enough to hand on.</summary>
    public static IEnumerable<string> HandingOn(SyntaxTree tree, WordSet types, int longest)
    {
        foreach (var position in TreeWords.Of(tree).Positions(types))
            if (tree.GetRoot().FindToken(position) is { Parent: TypeDeclarationSyntax type } token && token == type.Identifier)
                foreach (var member in type.Members)
                    if (member is MethodDeclarationSyntax method && method.Span.Length < longest && method.ParameterList.Parameters.Count > 0
                        && method.ReturnType is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword })
                        yield return method.Identifier.ValueText;
    }

    // Math.Tanh, Tanh: the function itself, not a call of it.
    private static bool IsName(ExpressionSyntax value, SyntaxToken word) => value is IdentifierNameSyntax or MemberAccessExpressionSyntax && value.Span.End == word.Span.End;

    private static string? NameOf(ObjectCreationExpressionSyntax creation) => creation.Type switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        _ => null,
    };

    // Func<double, double> slope = x => ...; with new Squash(map, slope) further down
    private static string? MadeWith(VariableDeclaratorSyntax variable)
    {
        var name = variable.Identifier.ValueText;
        var around = variable.FirstAncestorOrSelf<SyntaxNode>(node => node is BlockSyntax or TypeDeclarationSyntax or CompilationUnitSyntax);
        var argument = around?.DescendantNodes().OfType<ArgumentSyntax>().FirstOrDefault(one => one is { Parent.Parent: ObjectCreationExpressionSyntax, Expression: IdentifierNameSyntax used } && used.Identifier.ValueText == name);
        return argument?.Parent?.Parent is ObjectCreationExpressionSyntax creation ? NameOf(creation) : null;
    }
}
