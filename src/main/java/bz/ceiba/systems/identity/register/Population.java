package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.identity.register.Ingredients.Place;
import bz.ceiba.systems.identity.register.Ingredients.Settlement;
import bz.ceiba.systems.identity.register.Relations.Kind;
import bz.ceiba.systems.identity.register.Relations.Relationship;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A made-up population: households with their names, ages and addresses, drawn from a seed, so that the same seed gives
 * the same people on every machine.
 */
final class Population {
    private static final int FIRST_HOUSE = 10;

    private final Ingredients ingredients;
    private final List<Country.District> districts;
    private final SplittableRandom random;
    private final Numbers numbers;
    private final List<Relationship> relationships = new ArrayList<>();

    Population(Ingredients ingredients, List<Country.District> districts, long seed) {
        this.ingredients = ingredients;
        this.districts = List.copyOf(districts);
        this.random = new SplittableRandom(seed);
        this.numbers = new Numbers(random.split());
    }

    /**
     * The people, the demonstration's accounts first.
     *
     * @param size how many, at least as many as there are accounts
     */
    List<Person> people(int size) {
        List<Person> people = new ArrayList<>(size + 10);
        relationships.clear();
        Map<DemoAccount, PersonNumber> accounts = new EnumMap<>(DemoAccount.class);
        for (DemoAccount account : DemoAccount.values()) {
            Person person = account.person(numbers.next(), Household.id(random), FIRST_HOUSE + people.size());
            people.add(person);
            accounts.put(account, person.number());
        }
        relationships.add(new Relationship(
                Objects.requireNonNull(accounts.get(DemoAccount.SECOND_OFFICER)),
                Objects.requireNonNull(accounts.get(DemoAccount.CITIZEN_WITH_BROTHER)),
                Kind.SIBLING));
        while (people.size() < size) {
            Household household = household();
            people.addAll(household.members());
            relationships.addAll(household.relationships());
        }
        return List.copyOf(people.subList(0, Math.max(size, DemoAccount.values().length)));
    }

    /** Who of these people, of whom {@link #people} made a few too many, is whose relative; each pair once. */
    List<Relationship> relationships(List<Person> of) {
        Set<PersonNumber> numbers = of.stream().map(Person::number).collect(Collectors.toSet());
        return relationships.stream()
                .filter(r -> numbers.contains(r.person()) && numbers.contains(r.relative()))
                .toList();
    }

    private Household household() {
        Country.District district = districts.get(
                pick(weights(districts.stream().map(d -> settlement(d).people()).toList())));
        Map<Country.Town, Integer> towns = new LinkedHashMap<>();
        district.towns().forEach(town -> towns.put(town, place(town).weight()));
        Country.Town town = List.copyOf(towns.keySet()).get(pick(weights(List.copyOf(towns.values()))));
        String tradition = tradition(settlement(district), place(town));
        return new Household(ingredients, numbers, random, district, town, tradition);
    }

    /** In a village that is a tradition's home nine of ten are of it. */
    private String tradition(Settlement settlement, Place place) {
        String home = place.tradition();
        if (home != null && random.nextInt(10) > 0) {
            return home;
        }
        List<String> names = settlement.shares().keySet().stream().sorted().toList();
        return names.get(pick(weights(names.stream()
                .map(name -> settlement.shares().getOrDefault(name, 0))
                .toList())));
    }

    private Settlement settlement(Country.District district) {
        return Optional.ofNullable(ingredients.districts().get(district.id()))
                .orElseThrow(
                        () -> new IllegalStateException("demo-people.yaml says nothing of district " + district.id()));
    }

    private Place place(Country.Town town) {
        return ingredients.places().getOrDefault(town.id(), Place.VILLAGE);
    }

    private static int[] weights(List<Integer> weights) {
        return weights.stream().mapToInt(Integer::intValue).toArray();
    }

    private int pick(int[] weights) {
        int total = 0;
        for (int weight : weights) {
            total += weight;
        }
        int at = random.nextInt(total);
        int index = 0;
        while (at >= weights[index]) {
            at -= weights[index];
            index++;
        }
        return index;
    }
}
