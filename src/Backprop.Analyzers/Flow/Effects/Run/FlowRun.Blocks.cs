using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// Arrays that hold several matrices: <c>p[U0 + i * n + j]</c>, or <c>p[Uz(i, j)]</c> through a method that computes the index.
/// Blocks that begin at different places are taken for different ones; an index of which the beginning is not known may lie
/// in any of them.
/// </summary>
internal sealed partial class FlowRun
{
    private const int DeepestIndex = 4;

    private static readonly ImmutableDictionary<ISymbol, BlockStart> NoArguments =
        ImmutableDictionary.Create<ISymbol, BlockStart>(SymbolEqualityComparer.Default);

    // What begins at zero is the array as a whole, unless it is known to have several parts.
    private Key BlockOf(IOperation index, FlowValue array)
    {
        index = index.Unconverted();
        if (index is not (IBinaryOperation or IInvocationOperation)) return IsMarking && array.Targets.Any(target => target.HasBlocks) ? PartOf(IsSweep(index)) : Key.Elements;
        if (StartOf(index, NoArguments, 0) is not { } start)
        {
            if (IsMarking) foreach (var target in array.Targets) target.HasBlocks = true;
            return IsMarking ? PartOf(isFirst: false) : Key.Elements;
        }

        var isPart = !start.IsZero || index is IInvocationOperation;
        if (isPart) foreach (var target in array.Targets) target.HasBlocks = true;
        return isPart || array.Targets.Any(target => target.HasBlocks) ? new Key(KeyKind.Index, new Block(start.ToString())) : Key.Elements;
    }

    // Of `gates[i]`, `gates[units + i]` and `gates[k]` only the first is known to be what `gates[i] *= ...` has changed.
    private static Key PartOf(bool isFirst) => new(KeyKind.Index, new Block(isFirst ? BlockStart.Zero.ToString() : "?"));

    private BlockStart? StartOf(IOperation index, ImmutableDictionary<ISymbol, BlockStart> arguments, int depth)
    {
        index = index.Unconverted();
        if (index.ConstantValue is { HasValue: true, Value: int constant }) return BlockStart.Constant(constant);
        switch (index)
        {
            case IParameterReferenceOperation { Parameter: var parameter } when arguments.TryGetValue(parameter, out var handed): return handed;
            case ILocalReferenceOperation { Local: var local } when sweeps.Contains(local): return BlockStart.Zero;
            case IParameterReferenceOperation { Parameter: var parameter } when sweeps.Contains(parameter): return BlockStart.Zero;
            case IMemberReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation:
                return Evaluate(index).Index is { } known && !IsMoving(known) ? BlockStart.Of(known) : null;
            case IBinaryOperation binary when depth < DeepestIndex * 4:
                return StartOf(binary.LeftOperand, arguments, depth + 1) is { } left && StartOf(binary.RightOperand, arguments, depth + 1) is { } right
                    ? Combine(binary.OperatorKind, left, right) : null;
            case IInvocationOperation call when depth < DeepestIndex * 4: return StartOf(call, arguments, depth + DeepestIndex);
            default: return null;
        }
    }

    private static BlockStart? Combine(BinaryOperatorKind kind, BlockStart left, BlockStart right) => kind switch
    {
        BinaryOperatorKind.Add => left.Plus(right, 1),
        BinaryOperatorKind.Subtract => left.Plus(right, -1),
        BinaryOperatorKind.Multiply => left.Times(right),
        _ => null,
    };

    // static int Uz(int i, int j) => U0 + i * n + j;
    private BlockStart? StartOf(IInvocationOperation call, ImmutableDictionary<ISymbol, BlockStart> arguments, int depth)
    {
        if (!Shapes.IsInteger(call.Type) || call.IsVirtual || Body(call.TargetMethod) is not { } body || Returned(body) is not { } result) return null;
        var handed = NoArguments;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter || StartOf(argument.Value, arguments, depth) is not { } start) return null;
            handed = handed.SetItem(parameter, start);
        }

        return StartOf(result, handed, depth);
    }

    private static IOperation? Returned(IOperation body) => body switch
    {
        IMethodBodyOperation method => (method.ExpressionBody ?? method.BlockBody) is { } inner ? Returned(inner) : null,
        ILocalFunctionOperation { Body: { } inner } => Returned(inner),
        IBlockOperation { Operations: [IReturnOperation { ReturnedValue: { } value }] } => value,
        _ => null,
    };
}
