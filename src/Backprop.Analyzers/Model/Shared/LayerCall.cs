using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// <c>layers[i].Back(net[i], delta[i], out delta[i])</c>, which differentiates at <c>net[i]</c>, and the
/// <c>layers[i].Run(net[i], out output[i])</c> of the same type, which applies the function to it. Proved: both are methods of
/// the same object as far as the indices say, and are handed the same member.
/// </summary>
internal sealed record LayerCall(MemberBody Body, IInvocationOperation Derivative, IInvocationOperation Forward, DerivativePair Pair, IOperation Result, IOperation Output)
{
    public static IEnumerable<LayerCall> In(TypeModel type)
    {
        if (Applied(type) is not { Count: > 0 } applied) yield break;
        foreach (var body in type.Bodies)
        {
            if (!applied.Any(layers => IsNamedIn(body, layers))) continue;
            foreach (var operation in body.Calls)
                if (operation is IInvocationOperation { Instance: { } owner, Arguments.IsEmpty: false } call && IsOfAnother(call, type)
                    && SymbolRoles.Root(owner) is { } layers && applied.Contains(layers)
                    && type.Compilation.LayerSteps.Derivative(call.TargetMethod.OriginalDefinition, type.Cancellation) is var (step, pair)
                    && Handed(call, step.Input) is { } input && AreOfOne(owner, input) && ResultOf(call, step) is { } result
                    && ForwardOf(layers, input, pair, type) is var (forward, output))
                    yield return new(body, call, forward, pair, result, output);
        }
    }

    // What something that leads to a costly function is called on: most types have nothing of the kind, and are not looked through.
    private static HashSet<ISymbol> Applied(TypeModel type)
    {
        var applied = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var body in type.Bodies)
            if (type.Compilation.Gate.MayActivate(body))
                foreach (var operation in body.Calls)
                    if (operation is IInvocationOperation { Instance: { } owner, Arguments.IsEmpty: false } call && type.Compilation.Gate.IsCostlyName(call.TargetMethod.Name)
                        && IsOfAnother(call, type) && SymbolRoles.Root(owner) is { } layers) applied.Add(layers);
        return applied;
    }

    private static bool IsNamedIn(MemberBody body, ISymbol symbol) =>
        body.Blocks.Any(block => TreeWords.Of(block.Syntax.SyntaxTree).Mention(WordSet.HashOf(symbol.Name), block.Syntax.Span));

    private static bool IsOfAnother(IInvocationOperation call, TypeModel type) => call.TargetMethod is { MethodKind: MethodKind.Ordinary } method
        && Same(method.ContainingAssembly, type.Type.ContainingAssembly) && !Same(method.ContainingType, type.Type);

    private static (IInvocationOperation Call, IOperation Output)? ForwardOf(ISymbol layers, IOperation input, DerivativePair pair, TypeModel type)
    {
        if (SymbolRoles.Root(input) is not { Kind: SymbolKind.Field or SymbolKind.Property } net) return null;
        foreach (var body in type.Bodies)
            foreach (var operation in body.Calls)
                if (operation is IInvocationOperation { Instance: { } owner, Arguments.IsEmpty: false } call && IsOfAnother(call, type) && Same(SymbolRoles.Root(owner), layers)
                    && type.Compilation.LayerSteps.Forward(call.TargetMethod.OriginalDefinition, pair) is { } step
                    && Handed(call, step.Input) is { } handed && Same(SymbolRoles.Root(handed), net) && AreOfOne(owner, handed)
                    && ResultOf(call, step) is { } output && AreOfOne(owner, output))
                    return (call, output);
        return null;
    }

    private static IOperation? Handed(IInvocationOperation call, IParameterSymbol parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value.Inner();

    // What the call fills, or what it is assigned to.
    private static IOperation? ResultOf(IInvocationOperation call, LayerStep step) => step.Output is { } output ? Handed(call, output)
        : call.Parent is ISimpleAssignmentOperation { Target: var target } ? target.Inner() : null;

    // layers[i] and net[i]
    private static bool AreOfOne(IOperation owner, IOperation value) =>
        (IndexOf(owner), IndexOf(value)) is var (x, y) && (x is null ? y is null : y is not null && ProductParts.AreAlike(x, y));

    /// <summary>The one index of an element; null of what is none.</summary>
    public static IOperation? IndexOf(IOperation element) => element.Inner() switch
    {
        IArrayElementReferenceOperation { Indices: [var only] } => only.Inner(),
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [var only] } => only.Value.Inner(),
        _ => null,
    };

    private static bool Same(ISymbol? x, ISymbol? y) => SymbolEqualityComparer.Default.Equals(x, y);
}
