using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>A method that applies a function of its object to what it is handed; <paramref name="Output"/>: the out parameter with the results, null of a returned value.</summary>
internal sealed record LayerStep(IParameterSymbol Input, IParameterSymbol? Output, IInvocationOperation Applied);

/// <summary>
/// The methods by which a layer applies its activation, or its derivative, to an array: <c>output[i] = curve.At(input[i])</c>
/// for a parameter and an out parameter or a returned array. Found from the method's own code, or that of the one method it
/// hands on to. Kept per compilation.
/// </summary>
internal sealed class LayerSteps(CompilationModel compilation)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<LayerStep>> known = new(SymbolEqualityComparer.Default);

    /// <summary>The step that differentiates, and the pair of its derivative.</summary>
    public (LayerStep Step, DerivativePair Pair)? Derivative(IMethodSymbol method, CancellationToken cancellation)
    {
        foreach (var step in Of(method))
            if (DerivativePairs.IsCandidate(step.Applied.TargetMethod) && GradientUse.IsFactor(step.Applied, out _)
                && compilation.Pairs.Of(step.Applied.TargetMethod, cancellation) is { Reading: PairReading.FromInput } pair) return (step, pair);
        return null;
    }

    /// <summary>The step that applies the pair's function.</summary>
    public LayerStep? Forward(IMethodSymbol method, DerivativePair pair)
    {
        foreach (var step in Of(method))
            if (compilation.SharedFacts.Functions.IsCall(step.Applied, pair)) return step;
        return null;
    }

    private ImmutableArray<LayerStep> Of(IMethodSymbol method) =>
        known.TryGetValue(method, out var steps) ? steps : known[method] = Find(method, mayHandOn: true);

    private ImmutableArray<LayerStep> Find(IMethodSymbol method, bool mayHandOn)
    {
        if (!compilation.Gate.MayActivate(method) || !method.Parameters.Any(IsArray) || compilation.Hierarchy.IsOpen(method)) return ImmutableArray<LayerStep>.Empty;
        if (compilation.Bodies.BodyOf(method) is not IMethodBodyOperation whole || (whole.BlockBody ?? whole.ExpressionBody) is not { } body) return ImmutableArray<LayerStep>.Empty;
        if (mayHandOn && HandedOn(body) is { } call)
            return Find(call.TargetMethod, mayHandOn: false).Select(step => Through(call, step, method)).OfType<LayerStep>().ToImmutableArray();
        return body.Descendants().OfType<IInvocationOperation>().Select(applied => Step(applied, method)).OfType<LayerStep>().ToImmutableArray();
    }

    private static bool IsArray(IParameterSymbol parameter) => !Shape.IsNumber(parameter.Type) && Shape.IsNumeric(parameter.Type);

    // curve.At(input[i]) of the object's own curve
    private static LayerStep? Step(IInvocationOperation applied, IMethodSymbol method)
    {
        if (applied is not { Arguments: [var only], Instance: { } owner } || owner.Inner() is not IMemberReferenceOperation { Instance: IInstanceReferenceOperation }) return null;
        if (ParameterOf(only.Value, method) is not { } input || !IsArray(input)) return null;
        IOperation value = applied;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IBinaryOperation) value = value.Parent;
        return value.Parent is ISimpleAssignmentOperation { Target: var target } && ParameterOf(target, method) is { } output && !Same(output, input)
            ? new(input, output, applied)
            : value.Parent is ISimpleAssignmentOperation { Target: var element } && SymbolRoles.Root(element) is ILocalSymbol || value.Parent is IReturnOperation
                ? new(input, null, applied)
                : null;
    }

    // public void Run(double[] input, out double[] output) => RunCore(input, out output);
    private static IInvocationOperation? HandedOn(IBlockOperation body) => body.Operations switch
    {
        [IExpressionStatementOperation { Operation: IInvocationOperation call }] => call,
        [IReturnOperation { ReturnedValue: IInvocationOperation call }] => call,
        [IExpressionStatementOperation { Operation: IInvocationOperation call }, IReturnOperation { ReturnedValue: null }] => call,
        _ => null,
    } is { Instance: IInstanceReferenceOperation } own ? own : null;

    private static LayerStep? Through(IInvocationOperation call, LayerStep step, IMethodSymbol method)
    {
        if (Handed(call, step.Input) is not { } input) return null;
        return step.Output is null ? new(input, null, step.Applied) : Handed(call, step.Output) is { } output ? new(input, output, step.Applied) : null;

        IParameterSymbol? Handed(IInvocationOperation through, IParameterSymbol parameter) =>
            through.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is { } argument ? ParameterOf(argument.Value, method) : null;
    }

    private static IParameterSymbol? ParameterOf(IOperation value, IMethodSymbol method) =>
        SymbolRoles.Root(value) is IParameterSymbol parameter && Same(parameter.ContainingSymbol, method) ? parameter : null;

    private static bool Same(ISymbol? x, ISymbol? y) => SymbolEqualityComparer.Default.Equals(x, y);
}
