using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Which fields and properties always hold the value they are declared with: readonly (or private) ones whose declaring type
/// nowhere assigns anything of that name. The test is on syntax: cheap, and wrong only towards "not fixed".
/// </summary>
internal sealed class FixedValues
{
    private readonly ConcurrentDictionary<ISymbol, bool> known = new(SymbolEqualityComparer.Default);

    public bool Contains(ISymbol slot) => known.TryGetValue(slot.OriginalDefinition, out var fix) ? fix : known.GetOrAdd(slot.OriginalDefinition, IsFixed);

    private static bool IsFixed(ISymbol slot) => slot switch
    {
        IFieldSymbol { IsConst: true } => true,
        ILocalSymbol { IsRef: false } => slot.ContainingSymbol.DeclaringSyntaxReferences.All(part => !Writes(Outermost(part.GetSyntax()), slot.Name)),
        IFieldSymbol { IsReadOnly: true } or IFieldSymbol { DeclaredAccessibility: Accessibility.Private } => !IsWritten(slot),
        IPropertySymbol { SetMethod: null } => !IsWritten(slot),
        IPropertySymbol { SetMethod: { DeclaredAccessibility: Accessibility.Private, IsInitOnly: false } } => !IsWritten(slot),
        _ => false,
    };

    private static bool IsWritten(ISymbol slot)
        => slot.ContainingType.DeclaringSyntaxReferences.Any(part => Writes(part.GetSyntax(), slot.Name));

    private static bool Writes(SyntaxNode scope, string name) => scope.DescendantNodes().OfType<SimpleNameSyntax>().Any(
        found => found.Identifier.ValueText == name && IsTarget(found));

    /// <summary>A local of a lambda may be written in the whole member around it.</summary>
    private static SyntaxNode Outermost(SyntaxNode declaration)
        => declaration.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? declaration;

    private static bool IsTarget(SimpleNameSyntax name)
    {
        SyntaxNode node = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return node.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == node,
            PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.PreIncrementExpression)
                || prefix.IsKind(SyntaxKind.PreDecrementExpression) || prefix.IsKind(SyntaxKind.AddressOfExpression),
            PostfixUnaryExpressionSyntax postfix => !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression),
            ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) || argument.Parent is TupleExpressionSyntax,
            RefExpressionSyntax => true,
            _ => false,
        };
    }
}
