using System.Collections.Concurrent;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// Members that return what the function of a pair returned: <c>double Output => Sigmoid(w * x + b);</c>, <c>double Fire() { ... return
/// output = f.Of(sum); }</c>. Proved: each of its returns is a call of that function, and no other type has the member otherwise; of a
/// function that an object or an enum picks nothing is said, for who asks does not see which one it was. Kept per compilation.
/// </summary>
internal sealed class ReturnedOutput(CompilationModel compilation)
{
    private readonly ConcurrentDictionary<(ISymbol Function, ISymbol Member), Location?> known = new();

    /// <summary>Where the function is called for such a member, or null where the value is no result of one.</summary>
    public Location? Of(Computation value, DerivativePair pair, CancellationToken cancellation)
    {
        if (MemberOf(value.Operation) is not { IsAbstract: false, IsVirtual: false, IsOverride: false } member || member.DeclaringSyntaxReferences.IsEmpty) return null;
        var key = (pair.Function, (ISymbol)member.OriginalDefinition);
        return known.TryGetValue(key, out var found) ? found : known[key] = Find(member.OriginalDefinition, pair, cancellation);
    }

    private static IMethodSymbol? MemberOf(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property.IsIndexer: false } property => property.Property.GetMethod,
        IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary } method } => method,
        _ => null,
    };

    private Location? Find(IMethodSymbol member, DerivativePair pair, CancellationToken cancellation)
    {
        var functions = compilation.SharedFacts.Functions;
        if (compilation.Bodies.BodyOf(member) is not { } body || !body.Descendants().Any(part => functions.MayBeCall(part, pair))) return null;
        if (compilation.WalkOf(member, body, cancellation) is not { } values) return null;
        Location? first = null;
        foreach (var value in Returned(body))
        {
            if (!values.Terms.TryGetValue(value, out var term) || term is not Computation call || !functions.IsCall(call, pair) || Applied.Of(call) is not { IsChosen: false } applied) return null;
            first ??= applied.Call.Syntax.GetLocation();
        }

        return first is not null && !IsActivatedAgain(member, pair) ? first : null;
    }

    // second = Sigmoid(first.Output): the output is a pre-activation as well.
    private bool IsActivatedAgain(IMethodSymbol member, DerivativePair pair)
    {
        var (shared, name) = (compilation.SharedFacts, member.AssociatedSymbol?.Name ?? member.Name);
        var callers = shared.Functions.Of(pair).SelectMany(function => shared.Index.Mentioning(function.Name)).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default);
        return callers.Intersect<IMethodSymbol>(shared.Index.Mentioning(name), SymbolEqualityComparer.Default)
            .Any(caller => compilation.Bodies.BodyOf(caller) is { } body && body.Descendants().OfType<IInvocationOperation>()
                .Any(call => shared.Functions.MayBeCall(call, pair) && call.Arguments.Any(argument => IsOf(argument.Value.Inner(), member))));
    }

    private static bool IsOf(IOperation value, IMethodSymbol member) => MemberOf(value) is { } read && SymbolEqualityComparer.Default.Equals(read.OriginalDefinition, member);

    // A getter's body may be the one expression.
    private static IEnumerable<IOperation> Returned(IOperation body)
    {
        var returned = body.DescendantsAndSelf().OfType<IReturnOperation>().Where(exit => exit.ReturnedValue is not null && !IsOfAFunctionInside(exit, body)).Select(exit => exit.ReturnedValue!).ToList();
        return returned.Count > 0 ? returned : [body];
    }

    private static bool IsOfAFunctionInside(IOperation exit, IOperation body)
    {
        for (var current = exit.Parent; current is not null && current != body; current = current.Parent)
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation) return true;
        return false;
    }
}
