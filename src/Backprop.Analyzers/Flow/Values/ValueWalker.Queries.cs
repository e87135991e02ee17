using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

internal sealed partial class ValueWalker
{
    // a = w.Select(row => Squash(Dot(row, x))).ToArray(): each a[i] is what the lambda returns for it.
    private void KeepElements(IInvocationOperation call, Computation filled)
    {
        if (quiet || frame.Caller is not null || ElementwiseOperators.QueryIn(call) is not { } query || query.Arguments.Length != ElementwiseOperators.SourcesOf(query.TargetMethod) + 1) return;
        if (query.Arguments[query.Arguments.Length - 1].Value.WrittenFunction() is not IAnonymousFunctionOperation lambda || !results.TryGetValue(lambda, out var result)) return;
        if (filled.Type is not IArrayTypeSymbol { Rank: 1 } and not INamedTypeSymbol { Name: "List", Arity: 1 }) return;
        var position = PositionOf(lambda, query.Arguments.Length - 1);
        var index = new Bound(result.First, position.Type);
        // An element that is not named, of a sequence that is no array, is another one each time.
        var value = EachIteration.Each(result.Value, position, index, result.First).Rewrite(part => part is PerIteration ? part
            : part is Origin { Identity: IParameterSymbol of } && lambda.Symbol.Parameters.Contains(of, SymbolEqualityComparer.Default) ? new PerIteration(part, ImmutableArray.Create<Term>(index)) : null);
        state = state.WithEverywhere([new Everywhere(new Element(filled, ImmutableArray.Create<Term>(index), result.Value.Type), value)]);
    }

    private static Origin PositionOf(IAnonymousFunctionOperation lambda, int sources) =>
        lambda.Symbol.Parameters.Length > sources ? new Origin(lambda.Symbol.Parameters[sources], lambda.Symbol.Parameters[sources].Type) : new Origin(lambda.Symbol, null);

    // z.Select((v, i) => ...): v is z[i]; z.Zip(d, (v, e) => ...): v and e are the same element of each. Of arrays and lists alone,
    // which keep what lies in them in order.
    private void NameElements(IInvocationOperation call, int at, Term[] evaluated)
    {
        if (at == 0 || call.Arguments[at].Value.WrittenFunction() is not IAnonymousFunctionOperation { Symbol.Parameters: { IsEmpty: false } parameters } lambda) return;
        if (parameters.Length < at || parameters.Length > at + 1 || ElementwiseOperators.SourcesOf(call.TargetMethod) != at) return;
        Term position = PositionOf(lambda, at);
        for (var i = 0; i < at; i++)
            if (Holds(evaluated[i].Type, parameters[i].Type))
                state = state.With(new Variable(parameters[i], parameters[i].Type), state.Read(new Element(evaluated[i], ImmutableArray.Create(position), parameters[i].Type)));
    }

    private static bool Holds(ITypeSymbol? container, ITypeSymbol element) => container switch
    {
        IArrayTypeSymbol { Rank: 1 } array => SymbolEqualityComparer.Default.Equals(array.ElementType, element),
        INamedTypeSymbol { Name: "List", Arity: 1 } list => SymbolEqualityComparer.Default.Equals(list.TypeArguments[0], element),
        _ => false,
    };
}
