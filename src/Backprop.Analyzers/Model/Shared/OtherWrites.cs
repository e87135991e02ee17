using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// Whether code that does not establish a fact leaves it true. A write of only the output, or of only the pre-activation,
/// ends it (dropout, a scaled or shifted activation). Room that is made for a value, and an input that is stored, hold no
/// value of the forward pass yet. A member that writes both, or stands for the establishing one in another subclass, is a
/// forward pass of its own kind: the fact is no longer certain of every object, but true of those it was read from.
/// </summary>
internal sealed class OtherWrites(
    CompilationModel compilation, MemberIndex index, HashSet<IMethodSymbol> establishing, CancellationToken cancellation)
{
    private const int MostWriters = 60;
    private const int DeepestArray = 4;

    private enum Effect
    {
        None,
        OfItsOwnKind,
        Ends,
    }

    /// <summary>The fact as it stands beside all other code, or null where it does not.</summary>
    public CallFact? Leave(CallFact fact)
    {
        var output = LastMember(fact.Place);
        if (output is null) return null;
        var inputs = fact.Argument.SelfAndDescendants().OfType<Member>().Select(member => member.Symbol).Where(IsOfSource).ToArray();
        var writers = inputs.Append(output).Where(IsOfSource).SelectMany(Writers).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default).ToArray();
        if (writers.Length > MostWriters) return null;
        var certain = fact.IsCertain;
        foreach (var writer in writers)
        {
            var effect = EffectOf(writer, fact, output, inputs);
            if (effect == Effect.Ends) return null;
            certain &= effect == Effect.None;
        }

        return fact with { IsCertain = certain };
    }

    private Effect EffectOf(IMethodSymbol writer, CallFact fact, ISymbol output, ISymbol[] inputs)
    {
        if (compilation.Bodies.BodyOf(writer) is not { } body) return Effect.OfItsOwnKind;
        var written = DirectWrites.Of(new MemberBody(writer, ImmutableArray.Create(body)), compilation.Effects);
        var writesOutput = Regions(output).Any(written.Contains);
        var writesInputs = inputs.Where(input => Regions(input).Any(written.Contains)).ToArray();
        if (!writesOutput && writesInputs.Length == 0) return Effect.None;
        if (compilation.WalkOf(writer, body, cancellation) is not { } values) return Effect.Ends;
        var touched = (writesOutput ? writesInputs.Append(output) : writesInputs).SelectMany(Regions).Where(written.Contains);
        if (touched.All(region => values.Exits.All(exit => ForwardFacts.OnlyMakesRoom(exit, region)))) return Effect.None;
        return (writesOutput && writesInputs.Length > 0) || StandsFor(writer, fact.By) ? Effect.OfItsOwnKind : Effect.Ends;
    }

    // NeuronInput.Fire beside NeuronHidden.Fire
    private static bool StandsFor(IMethodSymbol writer, IMethodSymbol by) =>
        !SymbolEqualityComparer.Default.Equals(writer.ContainingType, by.ContainingType)
        && SymbolEqualityComparer.Default.Equals(Pairs.Slot.Of(writer), Pairs.Slot.Of(by));

    private IEnumerable<IMethodSymbol> Writers(ISymbol member) => index.Mentioning(member.Name)
        .Where(method => !establishing.Contains(method) && method.DeclaringSyntaxReferences
            .Any(reference => reference.GetSyntax(cancellation).DescendantNodes().Any(node => MayWrite(node, member))));

    private static bool MayWrite(SyntaxNode node, ISymbol member) => node switch
    {
        AssignmentExpressionSyntax assignment => Names(assignment.Left, member.Name),
        PostfixUnaryExpressionSyntax step => Names(step.Operand, member.Name),
        PrefixUnaryExpressionSyntax step => step.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression && Names(step.Operand, member.Name),
        ArgumentSyntax argument => (HoldsNumbers(member) || !argument.RefKindKeyword.IsKind(SyntaxKind.None)) && Names(argument.Expression, member.Name),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => HoldsNumbers(member) && Names(access.Expression, member.Name),
        _ => false,
    };

    // cache.A, cache.A[i], A of an initialiser, (o.A, o.Z); not a call on the way
    private static bool Names(ExpressionSyntax target, string name) => target switch
    {
        ElementAccessExpressionSyntax element => Names(element.Expression, name),
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == name || Names(access.Expression, name),
        SimpleNameSyntax simple => simple.Identifier.ValueText == name,
        ParenthesizedExpressionSyntax inner => Names(inner.Expression, name),
        PostfixUnaryExpressionSyntax forgiving => Names(forgiving.Operand, name),
        TupleExpressionSyntax tuple => tuple.Arguments.Any(argument => Names(argument.Expression, name)),
        _ => false,
    };

    private static bool HoldsNumbers(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type.IsReferenceType,
        IPropertySymbol property => property.Type.IsReferenceType,
        _ => false,
    };

    private static ISymbol? LastMember(Place place)
    {
        Term current = place;
        while (current is Element element) current = element.Receiver;
        return current is Member member ? member.Symbol : null;
    }

    private static bool IsOfSource(ISymbol member) => member.Locations.Any(location => location.IsInSource);

    private static IEnumerable<Region> Regions(ISymbol member) => Enumerable.Range(0, DeepestArray).Select(depth => new Region(member, depth));
}
