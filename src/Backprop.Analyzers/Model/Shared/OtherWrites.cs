using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// Whether code that does not establish a fact leaves it true. A write that changes the output that is there ends it
/// (dropout, a scaled or shifted activation), and so does one that is not understood. Room that is made for a value, and an
/// input that is stored, hold no value of the forward pass yet. A member that leaves another value is a forward pass of its
/// own kind: the fact is no longer certain of every object, but true of those it was read from.
/// </summary>
internal sealed class OtherWrites(
    CompilationModel compilation, DerivativePair pair, MemberIndex index, HashSet<IMethodSymbol> establishing, CancellationToken cancellation)
{
    private const int MostWriters = 60;

    private enum Effect
    {
        None,
        OfOtherObjects,
        OfItsOwnKind,
        Ends,
    }

    /// <summary>The fact as it stands beside all other code, or null where it does not.</summary>
    public CallFact? Leave(CallFact fact)
    {
        if (LastMember(fact.Place) is not { } output) return null;
        var outputs = EffectOn(output, output, fact.By);
        if (outputs == Effect.Ends) return null;
        var inputs = fact.Argument.SelfAndDescendants().OfType<Member>().Select(member => member.Symbol).Where(IsOfSource);
        return fact with
        {
            IsAlwaysOutput = outputs is Effect.None or Effect.OfOtherObjects,
            IsCertain = outputs == Effect.None && inputs.All(input => EffectOn(input, output, fact.By) == Effect.None),
        };
    }

    private Effect EffectOn(ISymbol member, ISymbol output, IMethodSymbol by)
    {
        if (!IsOfSource(member)) return Effect.None;
        var writers = Writers(member).ToArray();
        if (writers.Length > MostWriters) return Effect.Ends;
        var worst = Effect.None;
        foreach (var writer in writers)
        {
            var effect = EffectOf(writer, member, output, by);
            if (effect > worst) worst = effect;
        }

        return worst;
    }

    private Effect EffectOf(IMethodSymbol writer, ISymbol member, ISymbol output, IMethodSymbol by)
    {
        if (writer.MethodKind == MethodKind.Constructor) return Effect.None; // before any forward pass
        if (compilation.Bodies.BodyOf(writer) is not { } body) return Effect.OfItsOwnKind;
        var written = DirectWrites.Of(new MemberBody(writer, ImmutableArray.Create(body)), compilation.Effects, IsDerivative);
        var touched = Region.AllOf(member).Where(written.Contains).ToArray();
        if (touched.Length == 0) return Effect.None;
        if (StandsFor(writer, by)) return Effect.OfOtherObjects;
        if (compilation.WalkOf(writer, body, cancellation) is not { } values) return Effect.Ends;
        if (touched.All(region => values.Exits.All(exit => ForwardFacts.OnlyMakesRoom(exit, region)))) return Effect.None;
        return touched.All(region => values.Exits.All(exit => IsAnother(exit, region, output))) || OnlyReplaces(body, member, output)
            ? Effect.OfItsOwnKind
            : Effect.Ends;
    }

    // Derivative(h, h) may leave the result in h: by then it was handed what lay there.
    private bool IsDerivative(IInvocationOperation call) => pair.Source is null && call.TargetMethod.Name == pair.Derivative.Name
        && SymbolEqualityComparer.Default.Equals(Slot.Of(call.TargetMethod), Slot.Of(pair.Derivative));

    // In a loop, where the values at the end are not known: a = Activate(z), a = saved[t], but never a[i] *= mask[i].
    private static bool OnlyReplaces(IOperation body, ISymbol member, ISymbol output) => body.Descendants().All(operation =>
        WriteTargets.Of(operation).All(target => !IsMember(target, member))
        || (operation is ISimpleAssignmentOperation assignment && !assignment.Value.DescendantsAndSelf().Any(part => IsMember(part, output))))
        && !body.Descendants().OfType<IArgumentOperation>().Any(argument => argument.Value.Type is { IsReferenceType: true }
            && IsMember(argument.Value, output) && argument.Parent is IInvocationOperation { TargetMethod.ReturnsVoid: true });

    private static bool IsMember(IOperation target, ISymbol member) => target switch
    {
        IFieldReferenceOperation field => SymbolEqualityComparer.Default.Equals(field.Field, member),
        IPropertyReferenceOperation { Property.IsIndexer: false } property => SymbolEqualityComparer.Default.Equals(property.Property, member),
        IPropertyReferenceOperation { Instance: { } list } => IsMember(list, member),
        IArrayElementReferenceOperation element => IsMember(element.ArrayReference, member),
        IConversionOperation conversion => IsMember(conversion.Operand, member),
        IParenthesizedOperation inner => IsMember(inner.Operand, member),
        _ => false,
    };

    // ContextNode overrides Node.Fire: of an object, the one or the other runs, and what ContextNode writes is its own.
    private static bool StandsFor(IMethodSymbol writer, IMethodSymbol by) =>
        !SymbolEqualityComparer.Default.Equals(writer.ContainingType, by.ContainingType)
        && writer.ContainingType.GetMembers(by.Name).OfType<IMethodSymbol>()
            .Any(member => SymbolEqualityComparer.Default.Equals(Slot.Of(member), Slot.Of(by)));

    // A value that is known, and is not made of the output that was there: no dropout, no scaling.
    private static bool IsAnother(ValueState exit, Region region, ISymbol output)
    {
        if (!exit.HasWritten(region)) return true;
        var written = exit.ContentsIn(region).Select(entry => entry.Value).Concat(exit.EverywhereIn(region).Select(fact => fact.Value)).ToArray();
        return written.Length > 0 && !written.Any(value => value.SelfAndDescendants()
            .Any(part => part is Member member && SymbolEqualityComparer.Default.Equals(member.Symbol, output)));
    }

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

    private static ISymbol? LastMember(Place place) => (Element.RootOf(place) as Member)?.Symbol;

    private static bool IsOfSource(ISymbol member) => member.Locations.Any(location => location.IsInSource);
}
