using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// An index a constant away from another: <c>l + 1</c>, <c>l - 1 + 2</c> and the old value of <c>l++</c>'s successor are one
/// term. Indices only, where it is never run: what the distance is decides which slot of a cache is meant. Whole numbers
/// that overflow are left aside, for no index does.
/// </summary>
internal sealed class Shifted : Term
{
    private Shifted(Term of, int by) : base(of.Type, ImmutableArray.Create(of), by) => By = by;

    public Term From => Parts[0];

    /// <summary>Never 0.</summary>
    public int By { get; }

    /// <summary>The index as the rest of the term and a constant; other terms as they are.</summary>
    public static Term Of(Term index)
    {
        var (rest, by) = (index, 0);
        while (Step(rest) is var (next, more)) (rest, by) = (next, unchecked(by + more));
        return Add(rest, by);
    }

    /// <summary>The index so far away.</summary>
    public static Term Add(Term index, int by) => index switch
    {
        _ when by == 0 => index,
        Shifted shifted => Add(shifted.From, unchecked(shifted.By + by)),
        Literal { Value: int constant } => new Literal(unchecked(constant + by), index.Type),
        _ => new Shifted(index, by),
    };

    /// <summary>What an index is a constant away from; an index that is shifted by nothing is that itself.</summary>
    public static Term FromOf(Term index) => index is Shifted shifted ? shifted.From : index;

    /// <summary>How far.</summary>
    public static int ByOf(Term index) => index is Shifted shifted ? shifted.By : 0;

    public static bool IsIndex(Term term) => term.Type is { SpecialType: SpecialType.System_Int32 };

    public override Term With(ImmutableArray<Term> parts) => Add(Of(parts[0]), By);

    private protected override bool SameNode(Term other) => By == ((Shifted)other).By;

    private static (Term Of, int By)? Step(Term term) => term switch
    {
        Shifted shifted => (shifted.From, shifted.By),
        Computation { Type.SpecialType: SpecialType.System_Int32 } computed => StepOf(computed),
        _ => null,
    };

    private static (Term Of, int By)? StepOf(Computation computed) => (computed.Operation, computed.Parts) switch
    {
        (IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, OperatorMethod: null }, [var of, Literal { Value: int by }]) => (of, by),
        (IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, OperatorMethod: null }, [Literal { Value: int by }, var of]) => (of, by),
        (IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract, OperatorMethod: null }, [var of, Literal { Value: int by }]) => (of, unchecked(-by)),
        (IIncrementOrDecrementOperation { Kind: OperationKind.Increment }, [var of]) => (of, 1),
        (IIncrementOrDecrementOperation { Kind: OperationKind.Decrement }, [var of]) => (of, -1),
        _ => null,
    };
}
