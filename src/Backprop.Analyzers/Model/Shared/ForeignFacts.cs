using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// What other types activate: <c>cell.gate.Output = Math.Tanh(cell.gate.Net)</c> in the network, of which the gate's own
/// backward pass reads <c>Net</c>. Found from the types whose activating code mentions the member, each looked into once.
/// </summary>
internal sealed class ForeignFacts(CompilationModel compilation)
{
    private const int MostTypes = 4;

    private readonly ConcurrentDictionary<INamedTypeSymbol, Activating> known = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The one activation that code of other types applies to the value, with where its output lies; null where there is none,
    /// or more than one, or the one that is asked about among them.
    /// </summary>
    public (Activation Activation, Place Holder, Location Established)? ActivationOf(ActivationUse use, TypeModel type)
    {
        if (MemberOf(use.Of) is not { Receiver: { Type: { } receiver } } member || !member.Symbol.Locations.Any(place => place.IsInSource)) return null;
        var types = compilation.SharedFacts.Index.Mentioning(member.Symbol.Name).Where(method => compilation.Gate.MayActivate(method)).Select(method => method.ContainingType)
            .Where(other => !SymbolEqualityComparer.Default.Equals(other, type.Type)).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default).Take(MostTypes + 1).ToArray();
        if (types.Length is 0 or > MostTypes) return null;
        var looked = types.Select(other => Of(other, type.Cancellation)).ToArray();
        if (looked.Any(one => one.Applies(use.Meaning.Activation, member.Symbol, receiver))) return null;
        var at = EntryView.At(use, type);
        var held = looked.SelectMany(one => one.Facts).Select(fact => (fact.Activation, Holder: fact.HolderOf(use.Of, at), fact.Established))
            .Where(one => one.Holder is not null).ToArray();
        return held.Length > 0 && held.All(one => one.Activation.Equals(held[0].Activation)) && held[0].Holder is { } holder
            ? (held[0].Activation, holder, held[0].Established)
            : null;
    }

    private static Member? MemberOf(Term term) => term switch
    {
        Member member => member,
        Element element => MemberOf(element.Receiver),
        Snapshot snapshot => MemberOf(snapshot.Container),
        _ => null,
    };

    private Activating Of(INamedTypeSymbol type, CancellationToken cancellation) =>
        known.TryGetValue(type, out var found) ? found : known[type] = Look(type, cancellation);

    private Activating Look(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var bodies = type.GetMembers().OfType<IMethodSymbol>()
            .Select(method => compilation.Bodies.RunnableBodyOf(method) is { } body ? new MemberBody(method, ImmutableArray.Create(body)) : null)
            .OfType<MemberBody>();
        var model = new TypeModel(type, bodies, compilation, cancellation);
        var functions = model.Activating
            .SelectMany(body => model.ValuesOf(body) is { } values ? ActivationUse.In(body, values, model.Meaning, compilation.Activations) : [])
            .Where(use => use.Meaning.Form == Form.Function).Select(use => (use.Meaning.Activation, MemberOf(use.Of)));
        return new(model.Facts.Relations, functions.ToImmutableArray());
    }

    private sealed record Activating(ImmutableArray<Relation> Facts, ImmutableArray<(Activation Activation, Member? Of)> Functions)
    {
        /// <summary>Is the activation applied to the member of an object that the receiver may be?</summary>
        public bool Applies(Activation activation, ISymbol member, ITypeSymbol receiver) => Functions.Any(one => one.Activation.Equals(activation)
            && one.Of is { Receiver.Type: { } other } of && SymbolEqualityComparer.Default.Equals(of.Symbol, member)
            && (IsOrDerivesFrom(receiver, other) || IsOrDerivesFrom(other, receiver)));

        private static bool IsOrDerivesFrom(ITypeSymbol type, ITypeSymbol above)
        {
            for (var current = type; current is not null; current = current.BaseType)
                if (SymbolEqualityComparer.Default.Equals(current, above)) return true;
            return false;
        }
    }
}
