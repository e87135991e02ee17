using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Completion;

/// <summary>
/// The types and members that the driver hands over, in the compilation that is looked at: themselves, or where that
/// compilation was completed, what is declared at the same place of the same source there.
/// </summary>
internal sealed class Counterparts(Compilation handed, Compilation lookedAt, SourceBodies bodies)
{
    /// <summary>True where nothing was completed.</summary>
    public bool AreTheSame => ReferenceEquals(handed, lookedAt);

    public INamedTypeSymbol? Of(INamedTypeSymbol type) => AreTheSame ? type
        : type.DeclaringSyntaxReferences.Select(reference => bodies.DeclaredAt(reference.GetSyntax())).FirstOrDefault(symbol => symbol is not null) as INamedTypeSymbol;

    /// <summary>The members of a type that are found there.</summary>
    public IEnumerable<MemberBody> Of(IEnumerable<MemberBody> members, INamedTypeSymbol type) => AreTheSame ? members
        : members.Select(member => Of(member, type)).OfType<MemberBody>();

    private MemberBody? Of(MemberBody handedOver, INamedTypeSymbol type)
    {
        if (type.GetMembers(handedOver.Member.Name).FirstOrDefault(member => IsDeclaredWith(member, handedOver.Member)) is not { } found) return null;
        var blocks = handedOver.Blocks.Select(block => bodies.OperationAt(block.Syntax)).OfType<IOperation>().ToImmutableArray();
        return blocks.Length == handedOver.Blocks.Length ? new MemberBody(found, blocks) : null;
    }

    // A constructor that nobody wrote has no place; there is one of a kind.
    private static bool IsDeclaredWith(ISymbol member, ISymbol other) => member.Kind == other.Kind && member.IsStatic == other.IsStatic
        && member.DeclaringSyntaxReferences.Select(Place).SequenceEqual(other.DeclaringSyntaxReferences.Select(Place));

    private static (SyntaxTree, int) Place(SyntaxReference reference) => (reference.SyntaxTree, reference.Span.Start);
}
