using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>Collects what one method's operations write, as its caller sees it.</summary>
internal sealed class ReachSummary(IMethodSymbol method, IOperation body, CallEffects effects, int depth)
{
    private const int LongestChain = 12;

    private readonly ImmutableHashSet<int>.Builder parameters = ImmutableHashSet.CreateBuilder<int>();
    private readonly ImmutableHashSet<Region>.Builder members = ImmutableHashSet.CreateBuilder<Region>();
    private readonly Lazy<Dictionary<ISymbol, IOperation?>> initials = new(() => Initials(body));
    private bool anything;
    private bool receiver;
    private bool limited;

    public CallReach ToReach() => new(
        anything: anything || limited, receiver: receiver, parameters: parameters.ToImmutable(), members: members.ToImmutable(), limited: limited && !anything);

    public void Add(IOperation operation)
    {
        foreach (var target in WriteTargets.Of(operation))
            if (target is not (ILocalReferenceOperation or IParameterReferenceOperation { Parameter.RefKind: RefKind.None }))
                AddWrite(target, 0);
        if (operation is IInvocationOperation or IObjectCreationOperation) AddCall(operation);
        anything |= operation is IDynamicInvocationOperation;
    }

    private void AddCall(IOperation call)
    {
        var (target, isVirtual, instance, arguments) = call switch
        {
            IInvocationOperation i => (i.TargetMethod, i.IsVirtual, i.Instance, i.Arguments),
            IObjectCreationOperation { Constructor: { } c } o => (c, false, null, o.Arguments),
            _ => (null, false, null, ImmutableArray<IArgumentOperation>.Empty),
        };
        if (target is null) return;
        var reach = target.MethodKind == MethodKind.DelegateInvoke ? effects.Of(call, depth + 1) : effects.Of(target, isVirtual, depth + 1);
        if (reach.IsLimited) limited = true;
        else anything |= reach.Anything;
        if (call is not IObjectCreationOperation) members.UnionWith(reach.Members);
        if (reach.Receiver && instance is not null) AddContents(instance, 0);
        foreach (var argument in arguments)
            if (reach.Parameters.Contains(argument.Parameter?.Ordinal ?? 0) && !IsOutLocal(argument)) AddContents(argument.Value, 0);
    }

    // TryGetValue(key, out var value): the variable is written, and what lies in it was there before.
    private static bool IsOutLocal(IArgumentOperation argument) => argument is
    {
        Parameter.RefKind: RefKind.Out,
        Value: IDeclarationExpressionOperation or ILocalReferenceOperation or IDiscardOperation,
    };

    /// <summary>A write to a field, a property or an element.</summary>
    private void AddWrite(IOperation target, int chain)
    {
        switch (target)
        {
            case IFieldReferenceOperation field: AddMember(field.Field, field.Instance); break;
            case IPropertyReferenceOperation { Property.IsIndexer: false } property: AddMember(property.Property, property.Instance); break;
            case IArrayElementReferenceOperation element: AddContents(element.ArrayReference, chain); break;
            case IPropertyReferenceOperation { Instance: { } instance }: AddContents(instance, chain); break;
            case IParameterReferenceOperation parameter: parameters.Add(parameter.Parameter.Ordinal); break;
            case IDiscardOperation or ILocalReferenceOperation: break;
            default: anything = true; break;
        }
    }

    private void AddMember(ISymbol member, IOperation? owner)
    {
        if (owner is not null && IsOwn(owner, 0)) return;
        members.Add(new Region(member, 0));
        // W.data = ... of a struct in a field is a write to the field.
        if (owner is IFieldReferenceOperation { Type.IsValueType: true } around) AddMember(around.Field, around.Instance);
    }

    /// <summary>A write into what the expression refers to.</summary>
    private void AddContents(IOperation container, int chain)
    {
        if (chain > LongestChain) { anything = true; return; }
        switch (container)
        {
            case IConversionOperation conversion: AddContents(conversion.Operand, chain + 1); break;
            case IParenthesizedOperation inner: AddContents(inner.Operand, chain + 1); break;
            case IParameterReferenceOperation parameter when !IsLambdaParameter(parameter.Parameter): parameters.Add(parameter.Parameter.Ordinal); break;
            case IInstanceReferenceOperation: receiver = true; break;
            case IFieldReferenceOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation: AddElement(container, chain); break;
            case ILocalReferenceOperation local when Initial(local) is { } initial: AddContents(initial, chain + 1); break;
            case IObjectCreationOperation or IArrayCreationOperation: break;
            case IInvocationOperation call when effects.Of(call).Computes: break;
            case IInvocationOperation call when effects.ReturnedBy(call) is { } returned: members.UnionWith(returned); break;
            default: anything = true; break;
        }
    }

    // this.a[t][i] = v writes at depth 2 below the field a
    private void AddElement(IOperation container, int chain)
    {
        var levels = 1;
        for (var current = container; chain < LongestChain; chain++)
        {
            switch (current)
            {
                case IArrayElementReferenceOperation element: levels++; current = element.ArrayReference; continue;
                case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list }: levels++; current = list; continue;
                case IFieldReferenceOperation field: AddUnless(field.Instance, new Region(field.Field, levels)); return;
                case IPropertyReferenceOperation property: AddUnless(property.Instance, new Region(property.Property, levels)); return;
                default: AddContents(current, chain + 1); return;
            }
        }

        anything = true;
    }

    private void AddUnless(IOperation? owner, Region region)
    {
        if (owner is null || !IsOwn(owner, 0)) members.Add(region);
    }

    // What the method made itself is nobody else's yet.
    private bool IsOwn(IOperation owner, int chain) => chain <= LongestChain && owner switch
    {
        IObjectCreationOperation or IArrayCreationOperation => true,
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } => true,
        IInstanceReferenceOperation => method.MethodKind == MethodKind.Constructor,
        ILocalReferenceOperation local => local.Local.Type.IsValueType || (Initial(local) is { } initial && IsOwn(initial, chain + 1)),
        IConversionOperation conversion => IsOwn(conversion.Operand, chain + 1),
        _ => false,
    };

    private bool IsLambdaParameter(IParameterSymbol parameter) =>
        !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method);

    /// <summary>The one value that a local ever has, or null.</summary>
    private IOperation? Initial(ILocalReferenceOperation reference) =>
        initials.Value.TryGetValue(reference.Local, out var initial) ? initial : null;

    private static Dictionary<ISymbol, IOperation?> Initials(IOperation body)
    {
        var initials = new Dictionary<ISymbol, IOperation?>(SymbolEqualityComparer.Default);
        foreach (var operation in body.DescendantsAndSelf())
        {
            if (operation is IVariableDeclaratorOperation { Initializer.Value: { } value } declarator && !initials.ContainsKey(declarator.Symbol))
                initials[declarator.Symbol] = value;
            foreach (var target in WriteTargets.Of(operation))
                if (target is ILocalReferenceOperation { IsDeclaration: false } local) initials[local.Local] = null;
        }

        return initials;
    }
}
