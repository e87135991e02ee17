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

    /// <summary>
    /// The name of the type that is made with the function which a word stands in, or is; or else of the field or property that
    /// holds it.
    /// </summary>
    public static (string? Type, string? Holder) At(SyntaxToken word)
    {
        var (isFunction, holder) = (false, (string?)null);
        var node = word.Parent;
        for (var step = 0; node is not (null or TypeDeclarationSyntax) && step < MostSteps; node = node.Parent, step++)
        {
            // v.Select(x => Math.Tanh(x)) is called, not held
            isFunction = node is AnonymousFunctionExpressionSyntax || isFunction && node is not InvocationExpressionSyntax;
            if (TypeAt(node, word, isFunction) is { } type) return (type, null);
            holder ??= HolderAt(node, word, isFunction);
        }

        return (null, holder);
    }

    private static string? TypeAt(SyntaxNode node, SyntaxToken word, bool isFunction) => node switch
    {
        ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax creation } argument when isFunction || IsName(argument.Expression, word) => NameOf(creation),
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { Parent: ObjectCreationExpressionSyntax creation } } set when isFunction || IsName(set.Right, word) => NameOf(creation),
        VariableDeclaratorSyntax { Initializer: { } initializer } variable when isFunction || IsName(initializer.Value, word) => MadeWith(variable),
        _ => null,
    };

    private static string? HolderAt(SyntaxNode node, SyntaxToken word, bool isFunction) => node switch
    {
        AssignmentExpressionSyntax set when isFunction || IsName(set.Right, word) =>
            set.Left is MemberAccessExpressionSyntax { Name: var member } ? member.Identifier.ValueText : (set.Left as IdentifierNameSyntax)?.Identifier.ValueText,
        VariableDeclaratorSyntax { Initializer: { } initializer, Parent.Parent: FieldDeclarationSyntax } field when isFunction || IsName(initializer.Value, word) => field.Identifier.ValueText,
        PropertyDeclarationSyntax { Initializer: { } initializer } property when isFunction || IsName(initializer.Value, word) => property.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The methods of a type that are short enough to hand on, and the members that may hold functions.</summary>
    public static IEnumerable<string> HandingOn(SyntaxTree tree, WordSet types, int longest)
    {
        foreach (var position in TreeWords.Of(tree).Positions(types))
            if (tree.GetRoot().FindToken(position) is { Parent: TypeDeclarationSyntax type } token && token == type.Identifier)
                foreach (var name in type.Members.SelectMany(member => Names(member, longest)).Concat(type.ParameterList?.Parameters.Where(parameter => IsFunction(parameter.Type)).Select(parameter => parameter.Identifier.ValueText) ?? []))
                    yield return name;
    }

    private static IEnumerable<string> Names(MemberDeclarationSyntax member, int longest) => member switch
    {
        MethodDeclarationSyntax method when method.Span.Length < longest && method.ParameterList.Parameters.Count > 0
            && method.ReturnType is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } => [method.Identifier.ValueText],
        FieldDeclarationSyntax field when IsFunction(field.Declaration.Type) => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
        PropertyDeclarationSyntax property when IsFunction(property.Type) => [property.Identifier.ValueText],
        _ => [],
    };

    // Func<double, double>, a delegate's name; not a number, an array or a list of such
    private static bool IsFunction(TypeSyntax? type) => type is GenericNameSyntax { Identifier.ValueText: "Func" or "Converter" } or IdentifierNameSyntax or QualifiedNameSyntax;

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
