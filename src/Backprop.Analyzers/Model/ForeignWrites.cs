using System.Collections.Concurrent;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Whether source outside of a type may write one of its members, read off the syntax of the other files and types: an
/// assignment to something of the member's name, or the making of an object whose members it is about. A name that happens
/// to be equal is bound; what does not bind, or comes up too often, counts as a write, which only costs a report.
/// </summary>
internal sealed class ForeignWrites(INamedTypeSymbol type, Compilation compilation, SourceBodies bodies, CancellationToken cancellation)
{
    private const int MostBound = 30;

    private readonly Dictionary<ISymbol, bool> known = new(SymbolEqualityComparer.Default);

    public bool Mentions(ISymbol member)
    {
        if (known.TryGetValue(member, out var mentioned)) return mentioned;
        var bound = 0;
        mentioned = IsOpen(member) && Sources(member).Any(root => Writes(root, member, name => ++bound > MostBound || IsOf(member, name)));
        known[member] = mentioned;
        return mentioned;
    }

    private bool IsOpen(ISymbol member)
    {
        if (member.Locations.All(location => !location.IsInSource)) return false; // a tuple's items, a library's property
        // Private, or a member of a private type nested here: all that can write it is inside the type.
        for (var symbol = member; symbol is not null; symbol = symbol.ContainingType)
            if (symbol.DeclaredAccessibility == Accessibility.Private && SymbolEqualityComparer.Default.Equals(symbol.ContainingType, type))
                return false;
        return true;
    }

    // All trees but the type's own declarations; a nested type's members are within reach of its outermost type only.
    private IEnumerable<SyntaxNode> Sources(ISymbol member)
    {
        var own = type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).ToArray();
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!tree.TryGetText(out var text) && tree.GetText(cancellation) is var read) text = read;
            if (text.ToString().IndexOf(member.Name, StringComparison.Ordinal) < 0) continue;
            foreach (var node in tree.GetRoot(cancellation).DescendantNodes(node => !own.Contains(node)))
                if (node is AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax
                        or ArgumentSyntax or BaseObjectCreationExpressionSyntax or WithExpressionSyntax
                    && !own.Contains(node))
                    yield return node;
        }
    }

    // Another type may have a member of the same name; through an interface or a base class it may be this one.
    private bool IsOf(ISymbol member, SyntaxNode name) => bodies.SymbolAt(name) switch
    {
        ILocalSymbol or IParameterSymbol => false,
        (IFieldSymbol or IPropertySymbol { IsAbstract: false, IsVirtual: false, IsOverride: false }) and var bound =>
            SymbolEqualityComparer.Default.Equals(bound.OriginalDefinition, member.OriginalDefinition),
        _ => true,
    };

    private static bool Writes(SyntaxNode node, ISymbol member, Func<SyntaxNode, bool> isMember) => node switch
    {
        // Net = other.Net, in a copy: what held of the one holds of the other.
        AssignmentExpressionSyntax { Right: MemberAccessExpressionSyntax source } when source.Name.Identifier.ValueText == member.Name => false,
        AssignmentExpressionSyntax assignment when OnlyMakesRoom(assignment) => false,
        AssignmentExpressionSyntax assignment => Names(assignment.Left, member.Name, isMember),
        PostfixUnaryExpressionSyntax step => Names(step.Operand, member.Name, isMember),
        PrefixUnaryExpressionSyntax step => step.IsKind(SyntaxKind.PreIncrementExpression) && Names(step.Operand, member.Name, isMember),
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) && Names(argument.Expression, member.Name, isMember),
        ObjectCreationExpressionSyntax creation => creation.Type.ToString().EndsWith(member.ContainingType.Name, StringComparison.Ordinal)
            && member.ContainingType.IsRecord,
        ImplicitObjectCreationExpressionSyntax => false,
        _ => false,
    };

    // Value = 0 in a constructor, Values = new double[n], neuron.Value = input[i] of a parameter: no value of a forward pass yet.
    // Not under a condition, as in dropout; and what dropout leaves is a constant, which only a constructor may leave.
    private static bool OnlyMakesRoom(AssignmentExpressionSyntax assignment)
    {
        if (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || !IsNew(assignment.Right)) return false;
        for (var around = assignment.Parent; around is not (null or MemberDeclarationSyntax); around = around.Parent)
            if (around is IfStatementSyntax or SwitchStatementSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax or AnonymousFunctionExpressionSyntax or WhileStatementSyntax or TryStatementSyntax) return false;
        return true;
    }

    private static bool IsNew(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax } => value.FirstAncestorOrSelf<MemberDeclarationSyntax>() is ConstructorDeclarationSyntax,
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0, Initializer: null } or ArrayCreationExpressionSyntax { Initializer: null } => true,
        ElementAccessExpressionSyntax element => IsNew(element.Expression) && element.Expression is not BaseObjectCreationExpressionSyntax,
        IdentifierNameSyntax name => name.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is { } method
            && method.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == name.Identifier.ValueText),
        _ => false,
    };

    // cache.A = ..., cache.A[i] = ..., A = ... in an initialiser
    private static bool Names(SyntaxNode target, string name, Func<SyntaxNode, bool> isMember) => target.DescendantNodesAndSelf()
        .OfType<SimpleNameSyntax>().Any(identifier => identifier.Identifier.ValueText == name
            && identifier.Parent is not BracketedArgumentListSyntax && isMember(identifier));
}
