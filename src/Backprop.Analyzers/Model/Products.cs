using Backprop.Analyzers.Flow.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>Whether code multiplies numbers, itself or in what it calls: a loop that does not computes no gradient.</summary>
internal sealed class Products(Func<IMethodSymbol, IOperation?> bodies)
{
    private const int DeepestCall = 3;

    private readonly Dictionary<IMethodSymbol, bool> known = new(SymbolEqualityComparer.Default);

    public bool AreIn(IOperation code) => AreIn(code, 0);

    private bool AreIn(IOperation code, int depth) => code.DescendantsAndSelf().Any(operation => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product => !Shapes.IsInteger(product.Type),
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Multiply } product => !Shapes.IsInteger(product.Type),
        IInvocationOperation call => IsProduct(call.TargetMethod, depth),
        IMethodReferenceOperation reference => IsProduct(reference.Method, depth),
        _ => false,
    });

    private bool IsProduct(IMethodSymbol method, int depth)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty) return LibraryArithmetic.Of(method) is Arithmetic.Product or Arithmetic.ProductAndSum;
        if (depth >= DeepestCall) return false;
        if (known.TryGetValue(method, out var answer)) return answer;
        known[method] = false;
        return known[method] = bodies(method) is { } body && AreIn(body, depth + 1);
    }
}
