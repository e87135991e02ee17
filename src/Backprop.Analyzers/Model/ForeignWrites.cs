using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Whether source outside of a type may write one of its members, read off the syntax of the other files and types: an
/// assignment to something of the member's name, or the making of an object whose members it is about. Names that happen
/// to be equal count as a write, which only costs a report.
/// </summary>
internal sealed class ForeignWrites(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
{
    private readonly Dictionary<ISymbol, bool> known = new(SymbolEqualityComparer.Default);

    public bool Mentions(ISymbol member)
    {
        if (known.TryGetValue(member, out var mentioned)) return mentioned;
        mentioned = IsOpen(member) && Sources(member).Any(root => Writes(root, member));
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

    private static bool Writes(SyntaxNode node, ISymbol member) => node switch
    {
        // Net = other.Net, in a copy: what held of the one holds of the other.
        AssignmentExpressionSyntax { Right: MemberAccessExpressionSyntax source } when source.Name.Identifier.ValueText == member.Name => false,
        AssignmentExpressionSyntax assignment => Names(assignment.Left, member.Name),
        PostfixUnaryExpressionSyntax step => Names(step.Operand, member.Name),
        PrefixUnaryExpressionSyntax step => step.IsKind(SyntaxKind.PreIncrementExpression) && Names(step.Operand, member.Name),
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) && Names(argument.Expression, member.Name),
        ObjectCreationExpressionSyntax creation => creation.Type.ToString().EndsWith(member.ContainingType.Name, StringComparison.Ordinal)
            && member.ContainingType.IsRecord,
        ImplicitObjectCreationExpressionSyntax => false,
        _ => false,
    };

    // cache.A = ..., cache.A[i] = ..., A = ... in an initialiser
    private static bool Names(SyntaxNode target, string name) => target.DescendantNodesAndSelf()
        .OfType<SimpleNameSyntax>().Any(identifier => identifier.Identifier.ValueText == name
            && identifier.Parent is not BracketedArgumentListSyntax);
}
