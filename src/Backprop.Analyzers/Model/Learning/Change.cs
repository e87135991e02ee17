using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Learning;

/// <summary>
/// One place that code fills and the numbers that it is filled with: <c>w[i, j] -= rate * delta[i] * x[j]</c>,
/// <c>deltas.Add(d)</c>; without a place, what is returned. Indices are no numbers.
/// </summary>
internal sealed class Change(NamedNumbers? target, IOperation value)
{
    private ImmutableArray<NamedNumbers> numbers;

    public NamedNumbers? Target { get; } = target;

    public IOperation Value { get; } = value;

    public ImmutableArray<NamedNumbers> Numbers => numbers.IsDefault ? numbers = NumbersIn(Value, null) : numbers;

    /// <summary>w -= d, w = w - d, w.Subtract(d): what was there before counts.</summary>
    public bool Accumulates => Value.Parent is not ISimpleAssignmentOperation || Target is { } target && Mentions(target.Symbol);

    /// <summary>delta[i] *= D(z[i]): what is filled is a factor itself.</summary>
    public bool Scales => Value.Parent is ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Multiply };

    /// <summary>What the value is copied from, as it is.</summary>
    public NamedNumbers? Copied => NamedNumbers.Of(Value);

    public static IEnumerable<Change> Of(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { Target: var target, Value: var value } => To(target, value),
        ICompoundAssignmentOperation { Target: var target, Value: var value } => To(target, value),
        IVariableDeclaratorOperation { Symbol: var local, Initializer.Value: var value } => [new Change(new(local, ImmutableArray<ISymbol?>.Empty), value)],
        IReturnOperation { ReturnedValue: { } value } => [new Change(null, value)],
        IExpressionStatementOperation { Operation: IInvocationOperation { Instance: { } filled, Arguments: [var argument, ..] } } => To(filled, argument.Value),
        _ => [],
    };

    public bool Mentions(ISymbol symbol) => Numbers.Any(one => one.Is(symbol));

    /// <summary>The product that a part of the value is a factor of, as a change of its own.</summary>
    public Change ProductOf(IOperation factor)
    {
        var product = factor;
        while (product != Value && product.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide } or IUnaryOperation or IConversionOperation
            or IParenthesizedOperation or IArgumentOperation or IInvocationOperation) product = product.Parent;
        return new(Target, product);
    }

    /// <summary>What the value is made of, beside what stands in one part of it.</summary>
    public ImmutableArray<NamedNumbers> Beside(IOperation part) => NumbersIn(Value, part);

    /// <summary>target[i] - output[i], outside of that part.</summary>
    public bool Subtracts(IOperation? part = null) => Value.DescendantsAndSelf().Any(one => one is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract, LeftOperand: var left, RightOperand: var right }
        && part?.Syntax.Span.Contains(one.Syntax.Span) != true && NamedNumbers.Of(left) is not null && NamedNumbers.Of(right) is not null);

    /// <summary>Constants, as a rate may be one.</summary>
    public int Constants => Value.DescendantsAndSelf().Count(one => one is ILiteralOperation && Shape.IsReal(one.Type) || one is IFieldReferenceOperation { Field.IsConst: true });

    private static IEnumerable<Change> To(IOperation target, IOperation value) => NamedNumbers.Of(target) is { } place ? [new Change(place, value)] : [];

    private static ImmutableArray<NamedNumbers> NumbersIn(IOperation value, IOperation? besides) => value.DescendantsAndSelf()
        .Where(part => besides is null || !besides.Syntax.Span.Contains(part.Syntax.Span))
        .Where(part => part.Parent is not (IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true }))
        .Select(NamedNumbers.Of).OfType<NamedNumbers>()
        .Where(one => Applied.IsNumbers(one.Type)).ToImmutableArray();
}
