using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// Which part of a tensor an index is: <c>x[t]</c>, <c>x[Slice.All, t]</c>, <c>x[":,:," + t]</c>, <c>x[$":,{t}"]</c>. Of an
/// index that takes all of the other dimensions only the number is left; <c>x[":" + n]</c> is a range, and stays what it is.
/// In any other type a text is a key as a whole.
/// </summary>
internal static class TensorSlices
{
    public static IEnumerable<IOperation> IndicesOf(IPropertyReferenceOperation indexer) => TensorViews.IsTensor(indexer.Property.ContainingType)
        ? indexer.Arguments.SelectMany(argument => Numbers(argument.Value))
        : indexer.Arguments.Select(argument => argument.Value);

    /// <summary>The t of <c>x.select(1, t)</c>, which is <c>x[.., t]</c>; null of other calls.</summary>
    public static IOperation? SelectedBy(IInvocationOperation call) =>
        call is { TargetMethod.Name: "select", Arguments: [_, { Value: var at }] } && TensorViews.Of(call) is not null ? at : null;

    /// <summary>True for <c>z.narrow(1, 0, n)</c>: not all of it.</summary>
    public static bool IsPart(IInvocationOperation call) => call.TargetMethod.Name is "narrow" or "slice" && TensorViews.Of(call) is not null;

    private static IEnumerable<IOperation> Numbers(IOperation index)
    {
        var inner = index.Unconverted();
        if (inner is IArrayCreationOperation { Initializer: { } all }) return all.ElementValues.SelectMany(Numbers);
        if (inner.Type is not { SpecialType: SpecialType.System_String }) return [inner];
        var pieces = Pieces(inner).ToList();
        return Enumerable.Range(0, pieces.Count).All(i => IsText(pieces[i]) || Stands(pieces, i)) ? pieces.Where(piece => !IsText(piece)) : [inner];
    }

    // Between commas, or at either end.
    private static bool Stands(List<IOperation> pieces, int at) =>
        (at == 0 || Text(pieces[at - 1]).TrimEnd().EndsWith(",", StringComparison.Ordinal))
        && (at == pieces.Count - 1 || Text(pieces[at + 1]).TrimStart().StartsWith(",", StringComparison.Ordinal));

    private static IEnumerable<IOperation> Pieces(IOperation text) => text.Unconverted() switch
    {
        { ConstantValue: { HasValue: true, Value: string } } constant => [constant],
        IBinaryOperation { Type.SpecialType: SpecialType.System_String } sum => Pieces(sum.LeftOperand).Concat(Pieces(sum.RightOperand)),
        IInterpolatedStringOperation interpolated => interpolated.Parts.Select(part => part switch
        {
            IInterpolatedStringTextOperation plain => plain.Text,
            IInterpolationOperation hole => hole.Expression.Unconverted(),
            _ => part,
        }),
        var number => [number],
    };

    private static bool IsText(IOperation piece) => piece.ConstantValue is { HasValue: true, Value: string };

    private static string Text(IOperation piece) => piece.ConstantValue is { HasValue: true, Value: string text } ? text : "";
}
