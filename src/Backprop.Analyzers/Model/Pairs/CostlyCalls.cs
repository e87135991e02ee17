using System.Collections.Concurrent;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>Whether a method evaluates a costly library function, itself or through methods of the compilation that it calls.</summary>
internal sealed class CostlyCalls(IMethodBodies bodies, FixedFunctions functions)
{
    private const int Deepest = 4;

    private readonly ConcurrentDictionary<(IMethodSymbol, INamedTypeSymbol), bool> known = new(Keys.Instance);

    /// <summary>On an object of the given type, which decides what a virtual call runs.</summary>
    public bool In(IMethodSymbol method, INamedTypeSymbol on) => known.GetOrAdd((method.OriginalDefinition, on), key => In(key.Item1, key.Item2, 0));

    /// <summary>Of a function that is handed over.</summary>
    public bool In(IOperation function, INamedTypeSymbol on) => In(function, on, 0);

    private bool In(IMethodSymbol method, INamedTypeSymbol on, int depth) => depth < Deepest && bodies.BodyOf(method) is { } body && In(body, on, depth);

    private bool In(IOperation code, INamedTypeSymbol on, int depth) => OperationParts.Exists(code, operation => operation switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } held => functions.MethodOf(held) is { } run && IsCostly(run, on, depth),
        IInvocationOperation call => PowerOfE.Is(call) || IsCostly(call.TargetMethod, on, depth),
        IMethodReferenceOperation reference => IsCostly(reference.Method, on, depth),
        _ => false,
    });

    private bool IsCostly(IMethodSymbol method, INamedTypeSymbol on, int depth) => method.DeclaringSyntaxReferences.IsEmpty
        ? CostlyNames.Contains(method.Name)
        : In(Dispatched(method, on), on, depth + 1);

    private static IMethodSymbol Dispatched(IMethodSymbol method, INamedTypeSymbol on) =>
        method.IsStatic || method.MethodKind != MethodKind.Ordinary ? method : Slot.In(on, Slot.Of(method)) ?? method;

    private sealed class Keys : IEqualityComparer<(IMethodSymbol, INamedTypeSymbol)>
    {
        public static readonly Keys Instance = new();

        public bool Equals((IMethodSymbol, INamedTypeSymbol) x, (IMethodSymbol, INamedTypeSymbol) y) =>
            SymbolEqualityComparer.Default.Equals(x.Item1, y.Item1) && SymbolEqualityComparer.Default.Equals(x.Item2, y.Item2);

        public int GetHashCode((IMethodSymbol, INamedTypeSymbol) key) => SymbolEqualityComparer.Default.GetHashCode(key.Item1);
    }
}
