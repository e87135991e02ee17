using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// <c>layers[i].Back(net[i], ...)</c>, which evaluates the activation of <c>net[i]</c> again although <c>output[i]</c> is what
/// <c>layers[i].Run(net[i], ...)</c> returned. Proved: a private member in which the type itself leaves nothing else.
/// </summary>
internal static class LayerRecomputation
{
    public static IEnumerable<LayerCall> In(IEnumerable<LayerCall> calls, TypeModel type)
    {
        foreach (var call in calls)
            if (!call.Body.HasErrors && SharedRecomputation.Wasteful(call.Pair).Any() && IsLeft(call, type)) yield return call;
    }

    private static bool IsLeft(LayerCall call, TypeModel type) =>
        SymbolRoles.Root(call.Output) is { DeclaredAccessibility: Accessibility.Private, Kind: SymbolKind.Field or SymbolKind.Property } output
        && type.Bodies.All(body => body.Member is IMethodSymbol { MethodKind: MethodKind.Constructor } || !IsFilledOtherwise(output, body, call, type));

    private static bool IsFilledOtherwise(ISymbol output, MemberBody body, LayerCall call, TypeModel type) =>
        Fillings.AreHidden(body, output, type.Compilation.Effects, leaveOut: other => other.Syntax == call.Forward.Syntax)
        || body.Operations.Exists(operation => Fillings.Of(operation) is var (target, value) && Same(SymbolRoles.Root(target), output) && !Fillings.IsRoom(value)
            && !operation.Syntax.Span.Contains(call.Forward.Syntax.Span) && !call.Forward.Syntax.Span.Contains(operation.Syntax.Span));

    private static bool Same(ISymbol? x, ISymbol? y) => SymbolEqualityComparer.Default.Equals(x, y);
}
