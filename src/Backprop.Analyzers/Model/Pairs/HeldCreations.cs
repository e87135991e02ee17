using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// The functions that the objects of a type are made with, by the member that holds them: <c>new Squash(x => Math.Tanh(x),
/// slope)</c>, <c>new Squash { Map = Math.Tanh }</c>. Found by the text of the type's name. Kept per compilation.
/// </summary>
internal sealed class HeldCreations(Compilation compilation, SourceBodies bodies)
{
    private const int MostCreations = 24;

    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<IReadOnlyDictionary<ISymbol, IOperation>>> known = new(SymbolEqualityComparer.Default);

    /// <summary>One row an object; empty where the type holds no two functions, or too many objects are made.</summary>
    public ImmutableArray<IReadOnlyDictionary<ISymbol, IOperation>> Of(INamedTypeSymbol type) => known.GetOrAdd(type.OriginalDefinition, _ => Find(type.OriginalDefinition));

    public static ISymbol? MemberOf(IOperation held) => held switch
    {
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property.IsIndexer: false } property => property.Property,
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } => parameter,
        _ => null,
    };

    private ImmutableArray<IReadOnlyDictionary<ISymbol, IOperation>> Find(INamedTypeSymbol type)
    {
        var made = Creations(type).Take(MostCreations + 1).ToArray();
        return made.Length > MostCreations ? ImmutableArray<IReadOnlyDictionary<ISymbol, IOperation>>.Empty
            : made.Select(FunctionsOf).Concat(type.InstanceConstructors.Select(OwnFunctionsOf)).Concat(Chosen(type)).Where(functions => functions.Count > 1).ToImmutableArray();
    }

    /// <summary>What its methods set side by side, in the branches of a choice.</summary>
    private IEnumerable<IReadOnlyDictionary<ISymbol, IOperation>> Chosen(INamedTypeSymbol type) => !ChosenFunctions.MayBeIn(type) ? []
        : type.GetMembers().OfType<IMethodSymbol>().Where(method => method.MethodKind is MethodKind.Ordinary or MethodKind.Constructor && method.IsWritten())
            .SelectMany(method => bodies.BodyOf(method) is { } body ? ChosenFunctions.In(body.DescendantsAndSelf()) : []);

    /// <summary>What the type itself fills its members with: <c>Func&lt;double, double&gt; slope = v => ...;</c></summary>
    private IReadOnlyDictionary<ISymbol, IOperation> OwnFunctionsOf(IMethodSymbol constructor)
    {
        var functions = new Dictionary<ISymbol, IOperation>(SymbolEqualityComparer.Default);
        foreach (var member in constructor.ContainingType.GetMembers())
            if (member is IFieldSymbol { Type.TypeKind: TypeKind.Delegate, IsImplicitlyDeclared: false } or IPropertySymbol { Type.TypeKind: TypeKind.Delegate }
                && bodies.InitializerOf(member) is { } initial && initial.WrittenFunction() is { } function) functions[member] = function;
        if (constructor.IsImplicitlyDeclared || bodies.BodyOf(constructor) is not { } body) return functions;
        foreach (var operation in body.Descendants())
            if (operation is ISimpleAssignmentOperation { Target.Type.TypeKind: TypeKind.Delegate } set && MemberOf(set.Target) is { } member && Function(set.Value) is { } function)
                functions[member] = function;
        return functions;
    }

    private IEnumerable<IObjectCreationOperation> Creations(INamedTypeSymbol type)
    {
        foreach (var (tree, position) in TreeWords.Positions(compilation.SyntaxTrees, type.Name))
            if (tree.GetRoot().FindToken(position).Parent?.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is { } creation
                && creation.Type.Span.Contains(position)
                && bodies.OperationAt(creation) is IObjectCreationOperation { Constructor: { } constructor } made
                && SymbolEqualityComparer.Default.Equals(constructor.ContainingType.OriginalDefinition, type))
                yield return made;
    }

    private IReadOnlyDictionary<ISymbol, IOperation> FunctionsOf(IObjectCreationOperation creation)
    {
        var functions = new Dictionary<ISymbol, IOperation>(SymbolEqualityComparer.Default);
        foreach (var argument in creation.Arguments)
            if (argument.Parameter is { Type.TypeKind: TypeKind.Delegate } parameter && Function(argument.Value) is { } function)
                foreach (var home in HomesOf(parameter)) functions[home] = function;
        foreach (var member in creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [])
            if (member.Target is IMemberReferenceOperation target && Function(member.Value) is { } function) functions[target.Member] = function;
        return functions;
    }

    /// <summary>Where a constructor leaves what it is handed; a primary constructor's parameter may be read itself.</summary>
    private IEnumerable<ISymbol> HomesOf(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol constructor) yield break;
        if (constructor.IsPrimary()) yield return parameter.OriginalDefinition;
        if (bodies.BodyOf(constructor) is { } body)
            foreach (var home in body.Descendants().SelectMany(operation => Assigned(operation, parameter))) yield return home;
        foreach (var member in constructor.ContainingType.OriginalDefinition.GetMembers())
            if (member is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false, IsIndexer: false } && IsFilledBy(member, parameter, constructor))
                yield return member;
    }

    // this.map = map; (Map, Slope) = (map, slope);
    private static IEnumerable<ISymbol> Assigned(IOperation operation, IParameterSymbol parameter) => operation switch
    {
        ISimpleAssignmentOperation set when Is(set.Value, parameter) && MemberOf(set.Target) is { } member => [member],
        IDeconstructionAssignmentOperation { Target: ITupleOperation targets } set when set.Value.Inner() is ITupleOperation values && values.Elements.Length == targets.Elements.Length =>
            Enumerable.Range(0, values.Elements.Length).Where(i => Is(values.Elements[i], parameter)).Select(i => MemberOf(targets.Elements[i])).OfType<ISymbol>(),
        _ => [],
    };

    // public Func<double, double> Map { get; } = map; record Squash(Func<double, double> Map)
    private bool IsFilledBy(ISymbol member, IParameterSymbol parameter, IMethodSymbol constructor) =>
        member is IPropertySymbol && constructor.ContainingType.IsRecord && member.Name == parameter.Name
        || !member.IsImplicitlyDeclared && bodies.InitializerOf(member) is { } value && Is(value, parameter);

    private static bool Is(IOperation value, IParameterSymbol parameter) => value.Inner() is IParameterReferenceOperation reference
        && SymbolEqualityComparer.Default.Equals(reference.Parameter.OriginalDefinition, parameter.OriginalDefinition);

    /// <summary>A function that is written down, here or where the variable that stands here is declared.</summary>
    private IOperation? Function(IOperation value) => value.WrittenFunction() ?? (value.Inner() switch
    {
        ILocalReferenceOperation local when Initial(local) is { } initial => initial.WrittenFunction(),
        IFieldReferenceOperation { Field: { IsReadOnly: true, IsStatic: true } field } when bodies.InitializerOf(field) is { } initial => initial.WrittenFunction(),
        _ => null,
    });

    // Func<double, double> slope = x => ...; and never another; or declared before, and set once.
    private IOperation? Initial(ILocalReferenceOperation local)
    {
        if (local.Local.DeclaringSyntaxReferences is not [var declared] || declared.GetSyntax() is not VariableDeclaratorSyntax declarator
            || declarator.FirstAncestorOrSelf<BlockSyntax>() is not { } block) return null;
        var sets = block.DescendantNodes().Where(node => Sets(node, local.Local.Name)).Take(2).ToArray();
        return (declarator.Initializer, sets) switch
        {
            ({ } initializer, []) => (bodies.OperationAt(initializer) as ISymbolInitializerOperation)?.Value,
            (null, [AssignmentExpressionSyntax only]) => bodies.OperationAt(only.Right),
            _ => null,
        };
    }

    // slope = x => ...; Choose(out slope);
    private static bool Sets(SyntaxNode node, string name) => node switch
    {
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax set } => set.Identifier.ValueText == name,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax handed } => handed.Identifier.ValueText == name,
        _ => false,
    };
}
