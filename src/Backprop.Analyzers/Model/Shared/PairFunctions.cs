using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// All methods by which code may call the function of a pair: the one that the pair names, what types implement it with, and
/// methods beside it that hand their argument on to it and return what comes back. Kept per compilation.
/// </summary>
internal sealed class PairFunctions(CompilationModel compilation)
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableHashSet<ISymbol>> known = new(SymbolEqualityComparer.Default);

    public ImmutableHashSet<ISymbol> Of(DerivativePair pair) => known.GetOrAdd(pair.Function, one => pair.Source is null ? Find(pair) : ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default, one));

    public bool IsCall(IOperation operation, DerivativePair pair) =>
        operation is IInvocationOperation { TargetMethod: { } target } && Of(pair).Contains((target.ReducedFrom ?? target).OriginalDefinition);

    /// <summary>The same of a value; of a function that is invoked where it is held, the value says which it is.</summary>
    public bool IsCall(Computation value, DerivativePair pair) => pair.Source is { } source
        ? SymbolEqualityComparer.Default.Equals(DelegateSource.Of(value), source)
        : IsCall(value.Operation, pair);

    /// <summary>Asked before the values of a member.</summary>
    public bool MayBeCall(IOperation operation, DerivativePair pair) => pair.Source is null
        ? IsCall(operation, pair)
        : operation is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke };

    private ImmutableHashSet<ISymbol> Find(DerivativePair pair)
    {
        var functions = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        functions.Add(pair.Forward.OriginalDefinition);
        foreach (var one in pair.Implementations) functions.Add(one.Forward.OriginalDefinition);
        foreach (var type in pair.Implementations.Select(one => one.Type).Append(pair.Forward.ContainingType).SelectMany(Hierarchy.SelfAndBases).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default))
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
                if (HandsOnTo(functions, method) || IsTwin(method, pair)) functions.Add(method.OriginalDefinition);
        return functions.ToImmutable();
    }

    // double[] Tanh(double[] v) beside double Tanh(double v), of a pair with one activation; what tells activations apart has no twin of one case
    private bool IsTwin(IMethodSymbol method, DerivativePair pair) =>
        pair.Implementations is [{ Activation: { } activation }, ..] && pair.Implementations.All(one => one.Case is null && activation.Equals(one.Activation)) && method is { MethodKind: MethodKind.Ordinary, Parameters: [{ RefKind: RefKind.None } only] }
        && Applied.IsNumbers(only.Type) && Applied.IsNumbers(method.ReturnType) && compilation.Gate.IsCostlyName(method.Name)
        && compilation.FingerprintsFor(CancellationToken.None).OfMethod(method) is { Form: Form.Function } found && found.Activation.Equals(activation);

    // public float Apply(float x) => Compute(x);
    private bool HandsOnTo(ImmutableHashSet<ISymbol>.Builder functions, IMethodSymbol method)
    {
        if (method is not { MethodKind: MethodKind.Ordinary, Parameters.Length: > 0 } || functions.Contains(method.OriginalDefinition)) return false;
        if (!method.DeclaringSyntaxReferences.Any(reference => reference.Span.Length < LongestHandOn) || compilation.Bodies.BodyOf(method) is not { } body) return false;
        var returned = body.Descendants().OfType<IReturnOperation>().Where(exit => exit.ReturnedValue is not null).ToArray();
        return returned is [{ ReturnedValue: IInvocationOperation call }]
            && functions.Contains(call.TargetMethod.OriginalDefinition)
            && call.Arguments.All(argument => argument.Value is IParameterReferenceOperation)
            && body.Descendants().OfType<IInvocationOperation>().Count() == 1;
    }

    private const int LongestHandOn = 300;
}
