def add_figures(epci):
    return 0
