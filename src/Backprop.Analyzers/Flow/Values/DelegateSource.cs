using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>Where a function that is invoked comes from: the member that holds it, or the method that was asked for it.</summary>
internal static class DelegateSource
{
    private static readonly Term NoChoice = new Literal(null, null);

    /// <summary><c>layer.slope</c> of <c>layer.slope(z)</c>, <c>SlopeOf</c> of <c>SlopeOf(kind)(z)</c>; null of other calls.</summary>
    public static ISymbol? Of(Computation call) => FunctionOf(call) switch
    {
        Member member => member.Symbol.OriginalDefinition,
        Function when call.Operation is IInvocationOperation { Instance: { } held } => FixedFunctions.HolderOf(held),
        Origin { Identity: IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } => parameter.OriginalDefinition,
        Computation { Operation: IInvocationOperation { TargetMethod.ReturnType.TypeKind: TypeKind.Delegate } asked } => asked.TargetMethod.OriginalDefinition,
        _ => null,
    };

    /// <summary>What decides which function it is: the object that holds it, what the method was asked for.</summary>
    public static Term? SelectorOf(Computation call) => FunctionOf(call) switch
    {
        Member { Receiver: { } holder } => holder,
        Computation { Operation: IInvocationOperation, Parts: [var only] } => only,
        Member or Computation or Origin => NoChoice,
        Function when call.Operation is IInvocationOperation { Instance: { } held } && FixedFunctions.HolderOf(held) is not null => NoChoice,
        _ => null,
    };

    private static Term? FunctionOf(Computation call) =>
        call.Operation is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } invoke && call.Parts.Length > invoke.Arguments.Length
            ? Snapshot.ContainerOf(call.Parts[0])
            : null;
}
