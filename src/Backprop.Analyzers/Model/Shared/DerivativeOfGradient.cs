using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// <c>var slope = f.Derivative(later.Gradient); ... now.Gradient = upstream * slope * gate;</c>: the derivative is taken at the
/// gradient that comes back, where it belongs at a value of the forward pass. Proved: what it is handed is a member that only
/// this pass ever fills, each time with a product of something it was handed and of this very derivative. A backward pass is
/// linear in its upstream gradient; this one is not.
/// </summary>
internal sealed record DerivativeOfGradient(IInvocationOperation Call, string Value)
{
    private const int DeepestLocal = 6;

    /// <summary>
    /// <c>o * (up + later.H) * slope</c>: where the slope meets the sum of what the member was handed and what else came back, if the
    /// gradient that it is taken at is read by nothing else. It is no summand of any gradient then, and what it brings is lost.
    /// </summary>
    public IOperation? Product { get; init; }

    public static IEnumerable<DerivativeOfGradient> In(TypeModel type)
    {
        foreach (var body in type.Bodies)
        {
            // The gradient is a product with something that the member was handed.
            if (body.Member is not IMethodSymbol { Parameters.IsEmpty: false } || !body.Blocks.Any(block => ProductParts.MayBeIn(block))) continue;
            HashSet<ISymbol>? filled = null;
            foreach (var operation in body.Calls)
                if (operation is IInvocationOperation { Arguments: [var handed], TargetMethod: { ReturnsVoid: false } method } call && Same(method.ContainingAssembly, type.Type.ContainingAssembly) && Held(handed.Value) is { } gradient
                    && (filled ??= FilledIn(body)).Contains(gradient) && IsCarried(body, call, gradient) && !body.HasErrors && IsDerivative(method, type) && IsFilledHereAlone(gradient, body, call, type))
                    yield return new(call, handed.Value.Syntax.ToString()) { Product = LostFactor.In(body, call, gradient, type) };
        }
    }

    // Told once for all calls of a member: most of what is handed over, nothing here fills.
    private static HashSet<ISymbol> FilledIn(MemberBody body)
    {
        var filled = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in body.Operations.Of(OperationKind.SimpleAssignment))
            if (operation is ISimpleAssignmentOperation set && Held(set.Target) is { } member) filled.Add(member);
        return filled;
    }

    // later.Gradient, later.Gradient[i]
    private static ISymbol? Held(IOperation value) => SymbolRoles.Root(value) is { Kind: SymbolKind.Field or SymbolKind.Property } member && IsOfSource(member) ? member : null;

    private static bool IsOfSource(ISymbol member) => !member.DeclaringSyntaxReferences.IsEmpty;

    // What is written here is room for it, or the product.
    private static bool IsCarried(MemberBody body, IInvocationOperation call, ISymbol gradient)
    {
        var products = 0;
        foreach (var operation in body.Operations)
        {
            if (Fillings.Of(operation) is not var (target, value) || !Same(SymbolRoles.Root(target), gradient)) continue;
            if (value is not null && new Search(body, call).IsProductOf(value)) products++;
            else if (!Fillings.IsRoom(value)) return false;
        }

        return products > 0;
    }

    // Tensor Derivative(Tensor) may not be understood; an overload of it for numbers is the same function.
    private static bool IsDerivative(IMethodSymbol method, TypeModel type) => IsOfSource(method) && method.MethodKind == MethodKind.Ordinary
        && (IsUnderstood(method, type) || method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>()
            .Any(overload => overload.Parameters is [{ Type: var number }] && Flow.Values.Shape.IsReal(number) && IsUnderstood(overload, type)));

    private static bool IsUnderstood(IMethodSymbol method, TypeModel type) => DerivativePairs.IsCandidate(method)
        && type.Compilation.Pairs.Of(method, type.Cancellation) is { Reading: not PairReading.Unknown } pair
        && pair.Implementations.Any(one => one is { IsOfNetworks: true, Activation.IsCostly: true } && PairSearch.IsFit(one.Meaning));

    /// <summary>Elsewhere there is only made room for it.</summary>
    private static bool IsFilledHereAlone(ISymbol gradient, MemberBody here, IInvocationOperation derivative, TypeModel type)
    {
        if (Fillings.AreHidden(here, gradient, type.Compilation.Effects, leaveOut: call => call.Syntax == derivative.Syntax)) return false;
        foreach (var member in type.Compilation.SharedFacts.Index.Mentioning(gradient.Name))
            if (!Same(member, here.Member) && type.Compilation.Bodies.BodyOf(member) is { } code
                && IsFilled(gradient, new MemberBody(member, ImmutableArray.Create(code)), type)) return false;
        return true;
    }

    private static bool IsFilled(ISymbol gradient, MemberBody body, TypeModel type) => Fillings.AreHidden(body, gradient, type.Compilation.Effects)
        || body.Operations.Exists(operation => Fillings.Of(operation) is var (target, value) && Same(SymbolRoles.Root(target), gradient) && !Fillings.IsRoom(value));

    private static bool Same(ISymbol? x, ISymbol? y) => SymbolEqualityComparer.Default.Equals(x, y);

    /// <summary>Follows a product through the locals that hold its factors.</summary>
    private sealed class Search(MemberBody body, IInvocationOperation call)
    {
        private bool hasCall;
        private bool hasUpstream;

        public bool IsProductOf(IOperation value)
        {
            Visit(value, 0);
            return hasCall && hasUpstream;
        }

        private void Visit(IOperation value, int depth)
        {
            foreach (var factor in ProductParts.Of(value))
                if (factor.Syntax == call.Syntax) hasCall = true;
                else if (depth < DeepestLocal && factor is ILocalReferenceOperation { Local: var local } && body.Initials.TryGetValue(local, out var initial)) Visit(initial, depth + 1);
                else hasUpstream |= OperationParts.Exists(factor, part => part is IParameterReferenceOperation { Parameter: var handed } && Same(handed.ContainingSymbol, body.Member));
        }
    }
}
