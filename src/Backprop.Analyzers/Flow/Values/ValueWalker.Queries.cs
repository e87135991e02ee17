using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

internal sealed partial class ValueWalker
{
    // z.Select((v, i) => ...): v is z[i]; z.Zip(d, (v, e) => ...): v and e are the same element of each. Of arrays and lists alone,
    // which keep what lies in them in order.
    private void NameElements(IInvocationOperation call, int at, Term[] evaluated)
    {
        if (at == 0 || call.Arguments[at].Value.WrittenFunction() is not IAnonymousFunctionOperation { Symbol.Parameters: { IsEmpty: false } parameters } lambda) return;
        var index = parameters.Length > at ? parameters[at] : null;
        if (parameters.Length > at + 1 || ElementwiseOperators.SourcesOf(call.TargetMethod) != at || index is not null && at > 1) return;
        Term position = new Origin(index ?? (ISymbol)lambda.Symbol, index?.Type);
        for (var i = 0; i < at; i++)
            if (evaluated[i] is not Computation && Holds(evaluated[i].Type, parameters[i].Type))
                state = state.With(new Variable(parameters[i], parameters[i].Type), state.Read(new Element(evaluated[i], ImmutableArray.Create(position), parameters[i].Type)));
    }

    private static bool Holds(ITypeSymbol? container, ITypeSymbol element) => container switch
    {
        IArrayTypeSymbol { Rank: 1 } array => SymbolEqualityComparer.Default.Equals(array.ElementType, element),
        INamedTypeSymbol { Name: "List", Arity: 1 } list => SymbolEqualityComparer.Default.Equals(list.TypeArguments[0], element),
        _ => false,
    };
}
